"""What can go wrong on the way out, told apart by what the caller should do next."""

from paceline.kit.errors import Unavailable


class OutboundFailed(Unavailable):
    """The other service could not be reached or did not finish; trying later may help."""

    code = "outbound_failed"


class OutboundRefused(OutboundFailed):
    """We did not call: the address is not one Paceline may reach; trying later will not help."""

    code = "outbound_refused"


class OutboundTooLarge(OutboundFailed):
    """The answer was larger than the caller allows."""

    code = "outbound_too_large"

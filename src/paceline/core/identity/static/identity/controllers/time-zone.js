// Fills in the zone this device lives in, so that nobody has to look for it while making an account.
import { Controller } from '@hotwired/stimulus';

export default class extends Controller {
  connect() {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (zone && (!this.element.value || this.element.value === 'UTC')) this.element.value = zone;
  }
}

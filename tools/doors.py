"""An import contract: slices reach each other through the front door only, the names their package re-exports."""

from typing import Any, cast

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class DoorsContract(Contract):
    """Breaks when a module outside a slice imports a module inside it."""

    type_name = "doors"
    rooms = fields.ListField(subfield=fields.StringField())
    exempt = fields.ListField(subfield=fields.StringField(), required=False)

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Every import that reaches past a door."""
        doors = {
            part
            for room in cast(list[object], self.rooms)
            for part in graph.find_children(str(room))
            if graph.find_children(part)
        }
        exempt = tuple(str(name) for name in cast(list[object], self.exempt or []))
        bad = sorted(
            (importer, imported)
            for door in doors
            for imported in graph.find_descendants(door)
            for importer in graph.find_modules_that_directly_import(imported)
            if _owner(importer, doors) != _owner(imported, doors) and not importer.startswith(exempt)
        )
        return ContractCheck(kept=not bad, metadata={"bad": bad})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """One line an import."""
        found: list[tuple[str, str]] = check.metadata["bad"]
        for importer, imported in found:
            output.print_error(f"{importer} reaches past the door to {imported}")


def _owner(module: str, doors: "set[Any]") -> str | None:
    return next((door for door in doors if module == door or module.startswith(f"{door}.")), None)

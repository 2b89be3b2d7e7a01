"""Gear: shoes, bikes, components and the rest, with the wear that activities leave on them and when something is due."""

"""The design system: how Paceline renders pages, reads forms, guards browsers' requests and serves its static files."""

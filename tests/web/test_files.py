"""Where templates and static files lie."""

from app.web.files import STATIC, TEMPLATES


def test_templates_and_static_files_are_found() -> None:
    assert (TEMPLATES / "base.html").is_file()
    assert (STATIC / "js").is_dir()
    assert STATIC.parent == TEMPLATES.parent

"""Static files: addresses with hashes, compression, caching, and the modules that an entry needs."""

import gzip
import re
from pathlib import Path

import httpx
import pytest
from starlette.datastructures import Headers

from app.web.assets import FOR_EVER, PREFIX, Assets
from app.web.files import STATIC


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, content in {
        "js/pages/entry.js": 'import { a } from "../a.js";\nexport * from "./near.js";\n',
        "js/pages/near.js": 'import {\n  b,\n} from "../deep/b.js";\n// import { no } from "./no.js";\n',
        "js/a.js": 'import "./deep/b.js";\nexport const a = () => import("./no.js");\nexport const b = "./no";\n',
        "js/deep/b.js": 'export { a } from "../a.js";\n',
        "css/base.css": "p { margin: 0 }\n",
        "img/dot.png": "not really a picture",
        "big/library.js": "never served from here",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content, encoding="utf-8")
    return tmp_path


@pytest.fixture
def assets(folder: Path) -> Assets:
    return Assets(folder, {"library.js": folder / "big/library.js"}, left_out=frozenset({"big"}))


def test_the_whole_tree_has_one_hash_so_that_relative_imports_work(assets: Assets) -> None:
    bases = {assets.url(name).removesuffix(name) for name in ("js/a.js", "js/deep/b.js", "css/base.css")}
    assert len(bases) == 1
    assert re.fullmatch(rf"{PREFIX}/[0-9a-f]{{12}}/", bases.pop())


def test_any_change_of_a_file_changes_the_addresses_of_all_but_a_librarys(folder: Path, assets: Assets) -> None:
    (folder / "js/a.js").write_text("changed", encoding="utf-8")
    changed = Assets(folder, {"library.js": folder / "big/library.js"}, left_out=frozenset({"big"}))
    assert changed.url("css/base.css") != assets.url("css/base.css")
    assert changed.url("library.js") == assets.url("library.js")


def test_a_library_has_the_hash_of_its_own_content(assets: Assets) -> None:
    assert re.fullmatch(rf"{PREFIX}/library-[0-9a-f]{{12}}\.js", assets.url("library.js"))


def test_a_library_with_two_names_is_kept_once_at_one_address(folder: Path) -> None:
    names = ("library.js", "other.js", "library-of-its-own.js")
    paths = ("big/library.js", "big/library.js", "js/a.js")
    assets = Assets(folder, {name: folder / path for name, path in zip(names, paths, strict=True)})
    assert assets.url("other.js") == assets.url("library.js") != assets.url("library-of-its-own.js")
    assert len(assets._served) == len(assets._files) + 2


def test_a_folder_that_is_left_out_is_not_served(assets: Assets) -> None:
    with pytest.raises(KeyError):
        assets.url("big/library.js")


def test_the_modules_of_an_entry_are_found_however_deep_and_once(assets: Assets) -> None:
    names = ["js/a.js", "js/pages/near.js", "js/deep/b.js"]
    assert assets.modules("js/pages/entry.js") == [assets.url(name) for name in names]


def page_assets(client: httpx.Client) -> list[str]:
    return sorted(set(re.findall(r'/static/[^"]+', client.get("/").text)))


def test_everything_that_the_front_page_names_is_served_for_ever(client: httpx.Client) -> None:
    urls = page_assets(client)
    assert len(urls) > 5
    for url in urls:
        answer = client.get(url)
        assert answer.status_code == 200, url
        assert answer.headers["cache-control"] == FOR_EVER


def test_a_file_is_sent_as_it_lies_in_the_folder(client: httpx.Client) -> None:
    [url] = [url for url in page_assets(client) if url.endswith("css/base.css")]
    answer = client.get(url)
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["vary"] == "Accept-Encoding"
    assert answer.headers["content-type"] == "text/css; charset=utf-8"
    assert answer.content == (STATIC / "css/base.css").read_bytes()


def test_who_cannot_unpack_gets_the_plain_file(client: httpx.Client) -> None:
    [url] = [url for url in page_assets(client) if url.endswith("css/base.css")]
    answer = client.get(url, headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in answer.headers
    assert answer.headers["vary"] == "Accept-Encoding"
    assert answer.content == (STATIC / "css/base.css").read_bytes()


def test_a_script_is_javascript_and_a_head_has_no_body(client: httpx.Client) -> None:
    [url] = [url for url in page_assets(client) if url.endswith("js/pages/story.js")]
    head = client.head(url)
    assert head.headers["content-type"] == "text/javascript; charset=utf-8"
    assert head.content == b""
    assert int(head.headers["content-length"]) > 0


@pytest.mark.parametrize(
    "path", ["/static/", "/static/nowhere.js", "/static/../app/main.py", "/static/%2e%2e/pyproject.toml"]
)
def test_nothing_else_is_served(path: str, client: httpx.Client) -> None:
    assert client.get(path).status_code == 404


def test_pictures_are_not_compressed_again(assets: Assets) -> None:
    picture = assets._files["img/dot.png"].response(Headers({"accept-encoding": "gzip"}))
    assert "content-encoding" not in picture.headers
    assert picture.media_type == "image/png"


def test_compressing_is_done_once_and_repeatable(folder: Path) -> None:
    first, second = (Assets(folder, {})._files["js/a.js"].compressed for _ in range(2))
    assert first == second
    assert first is not None
    assert gzip.decompress(first) == (folder / "js/a.js").read_bytes()

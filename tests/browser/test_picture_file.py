"""Pictures of charts: files that stand alone and look like the screen."""

import base64
import re
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import pytest
from playwright.sync_api import BrowserContext, Download, Locator, Page, expect

from tests.browser.bench import Bench
from tests.browser.lab import Story
from tests.browser.lab_page import LabPage
from tests.servers import Server

SVG = "{http://www.w3.org/2000/svg}"
XLINK = "{http://www.w3.org/1999/xlink}href"
EDGE = 16
TITLE_LINE = 28
SCALE = 2
PNG = b"\x89PNG\r\n\x1a\n"

ADD_BUTTONS = """
for (const figure of document.querySelectorAll('[data-panel="badly-wrong"] figure')) {
  const title = figure.querySelector(".plot-title")?.textContent ?? figure.className;
  new files.PictureButtons(figure, { name: title, setting: () => "quadratic, w = 2, b = −2, η = 0.15" });
}
"""
DOWN = """
([figure, drawn, line]) => {
  const title = figure.querySelector(".plot-title");
  if (title === null) return line;
  const words = document.createRange();
  words.selectNodeContents(title.firstChild);
  return drawn.getBoundingClientRect().top - words.getBoundingClientRect().top;
}
"""
PIXELS = """
async ([data, scale, x, y, width, height]) => {
  const image = new Image();
  image.src = `data:image/png;base64,${data}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  const [columns, rows] = [width, height].map((size) => Math.ceil(size / 4));
  [canvas.width, canvas.height] = [columns, rows];
  const context = canvas.getContext("2d");
  context.imageSmoothingQuality = "high";
  context.drawImage(image, x * scale, y * scale, width * scale, height * scale, 0, 0, columns, rows);
  return [image.width, image.height, [...context.getImageData(0, 0, columns, rows).data]];
}
"""


class Figures:
    """The pictures of one panel of the front page, in the middle of a run, with buttons to save them."""

    def __init__(self, page: Page, server: Server, epoch: int = 120) -> None:
        self.page = page
        page.goto("/")
        self.panel = Story(page).panel("badly-wrong")
        self.panel.run()
        for column in ("cost", "a"):
            self.panel.chart(column).expect_points(301)
        self.panel.seek(epoch)
        Bench(page, server).run(ADD_BUTTONS, files="widgets/take-away/downloads.js")
        self.all = self.panel.root.locator("figure")

    def save(self, figure: Locator, kind: str) -> Download:
        with self.page.expect_download() as saved:
            figure.get_by_role("button", name=re.compile(f"as {kind}$")).click()
        return saved.value

    def svg(self, figure: Locator) -> ElementTree.Element:
        return ElementTree.fromstring(self.save(figure, "SVG").path().read_bytes())  # noqa: S314 (our own file)


@pytest.fixture
def figures(page: Page, server: Server) -> Figures:
    return Figures(page, server)


def names_in(root: ElementTree.Element) -> tuple[list[str], list[str]]:
    """The ids of a picture, and what it refers to."""
    ids = [element.attrib["id"] for element in root.iter() if "id" in element.attrib]
    used = [
        name
        for element in root.iter()
        for key, value in element.attrib.items()
        for name in (re.findall(r"url\(#([^)]+)\)", value) + ([value[1:]] if key == XLINK and value[0] == "#" else []))
    ]
    return ids, used


def test_svg_needs_nothing_of_the_page(figures: Figures) -> None:
    for figure in figures.all.all():
        root = figures.svg(figure)
        assert root.tag == f"{SVG}svg"
        for element in root.iter():
            assert not {"class", "style", "tabindex", "role"} & set(element.attrib), element.tag
            assert not [key for key in element.attrib if key.startswith(("data-", "aria-", "on"))]
            values = " ".join(element.attrib.values())
            assert "var(" not in values
            assert not re.search(r"https?:|//|color\(|rgb\(|px\b", values), values
            assert element.tag.removeprefix(SVG) not in {"style", "script", "foreignObject", "link"}
        ids, used = names_in(root)
        assert len(ids) == len(set(ids))
        assert set(used) == set(ids)
        assert root.findtext(f"{SVG}title")


def test_two_pictures_share_no_id(figures: Figures) -> None:
    one, other = (set(names_in(figures.svg(figures.panel.root.locator(".panel-plot").nth(n)))[0]) for n in (0, 1))
    assert one
    assert not one & other


def test_svg_holds_what_the_screen_shows(figures: Figures) -> None:
    root = figures.svg(figures.panel.root.locator(".panel-plot").last)
    words = [text for element in root.iter(f"{SVG}text") for text in ["".join(element.itertext()).strip()]]
    assert {"Output", "a", "epoch", "0", "0.5", "1", "300"} <= set(words)
    assert not [word for word in words if "Save" in word or word in {"PNG", "SVG"}]
    # The curve at full strength ends at the dot, and the faint rest begins there.
    clips = {clip.attrib["id"]: clip[0].attrib for clip in root.iter(f"{SVG}clipPath")}
    overlay = figures.panel.chart("a").frame.locator(".plot-overlay clipPath rect")
    shown = {overlay.nth(n).get_attribute("width") for n in (0, 1)}
    assert shown <= {clip.get("width") for clip in clips.values()}
    (dot,) = [circle for circle in root.iter(f"{SVG}circle") if float(circle.attrib["r"]) > 5]
    assert dot.attrib["fill"] == "#0072b2"


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)])
def test_png_looks_like_the_screen(
    scheme: str, width: int, new_context: Callable[..., BrowserContext], server: Server
) -> None:
    page = new_context(color_scheme=scheme, viewport={"width": width, "height": 900}).new_page()
    figures = Figures(page, server)
    page.mouse.move(0, 0)
    for figure in figures.all.all():
        content = figures.save(figure, "PNG").path().read_bytes()
        assert content.startswith(PNG)
        compare(page, figure, content)


def compare(page: Page, figure: Locator, content: bytes) -> None:
    """A picture is twice as fine as the screen; scaled down again it is nearly what the screen shows."""
    drawn = figure.locator(".plot, :scope > svg").first
    box = drawn.bounding_box()
    assert box is not None
    width, height = int(box["width"]), int(box["height"])
    screen = base64.b64encode(drawn.screenshot()).decode()
    file = base64.b64encode(content).decode()
    top = EDGE + page.evaluate(DOWN, [figure.element_handle(), drawn.element_handle(), TITLE_LINE])
    fine_width, fine_height, ours = page.evaluate(PIXELS, [file, SCALE, EDGE, top, width, height])
    assert fine_width >= SCALE * (width + 2 * EDGE)
    assert fine_height >= SCALE * (height + top + EDGE)
    _, _, theirs = page.evaluate(PIXELS, [screen, 1, box["x"] % 1, box["y"] % 1, width, height])
    assert len(set(zip(ours[::4], ours[1::4], ours[2::4], strict=True))) > 10, "it is not blank"
    apart = [abs(one - other) for one, other in zip(ours, theirs, strict=True)]
    # Edges fall between other pixels, and letters are smoothed otherwise: four pixels taken together hide that.
    assert sum(apart) / len(apart) < 2
    # The ink is where it is on the screen: against blank paper the difference is half as large again and more, even
    # for thin lines that lie between two pixels of the screen.
    paper = theirs[:3]
    blank = [abs(value - paper[n % 4]) for n, value in enumerate(theirs) if n % 4 != 3]
    assert sum(apart) < 0.65 * sum(blank)


def test_file_is_named_for_the_chart_and_its_setting(figures: Figures) -> None:
    download = figures.save(figures.panel.root.locator(".panel-plot").first, "PNG")
    assert download.suggested_filename == "cost-c-quadratic-w-2-b--2-eta-0.15.png"


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Cost C", "cost-c"),
        ("σ′(z) · a: y = 0.3.", "sigma-z-a-y-0.3"),
        ("../../etc/passwd", "etc-passwd"),
        ("代价 C", "代价-c"),
        ("…", "picture"),
    ],
)
def test_names_of_files_are_plain(words: str, name: str, bench: Bench) -> None:
    bench.open("")
    assert bench.run("return picture.fileName(argument)", words, picture="charts/picture-file.js") == name


@pytest.mark.parametrize(
    ("computed", "colour", "alpha"),
    [
        ("rgb(0, 114, 178)", "#0072b2", 1),
        ("rgba(0, 0, 0, 0.25)", "#000000", 0.25),
        ("rgba(9, 9, 9, 0)", "none", 1),
        ("color(srgb 1 0.5 0 / 0.14)", "#ff8000", 0.14),
        ("none", "none", 1),
        ('url("#gradient")', 'url("#gradient")', 1),
    ],
)
def test_colours_are_written_for_every_reader(computed: str, colour: str, alpha: float, bench: Bench) -> None:
    bench.open("")
    found: dict[str, Any] = bench.run("return copying.plainColour(argument)", computed, copying="charts/svg-copy.js")
    assert found == {"colour": colour, "alpha": alpha}


def test_what_cannot_be_seen_is_left_out_and_the_rest_kept(bench: Bench) -> None:
    bench.open(
        """<figure><svg width="100" height="50" viewBox="0 0 200 100"><g class="empty"></g>
        <rect class="drag" width="9" height="9" fill="none"/><path/><text> </text><g hidden><circle r="4"/></g>
        <g fill="#123456"><circle cx="9" cy="9" r="3" fill-opacity="0.5"/></g>
        <line x2="9" stroke="#abcdef" stroke-width="2" vector-effect="non-scaling-stroke"/>
        <text x="1" y="20">τ &lt; 3</text></svg></figure>"""
    )
    markup = bench.run(
        "return picture.pictureOf(document.querySelector('figure'), 'A & B').markup", picture="charts/picture-file.js"
    )
    root = ElementTree.fromstring(markup)  # noqa: S314 (our own markup)
    assert root.findtext(f"{SVG}title") == "A & B"
    (drawing,) = root.findall(f"{SVG}svg")
    assert [element.tag.removeprefix(SVG) for element in drawing.iter()] == ["svg", "g", "circle", "line", "text"]
    group, line, text = drawing
    assert group.attrib == {"fill": "#123456"}
    assert group[0].attrib["fill-opacity"] == "0.5"
    # Drawn at half its size with a stroke that does not shrink: written down, it is twice as wide and does.
    assert line.attrib["stroke-width"] == "4"
    assert "vector-effect" not in line.attrib
    assert text.text == "τ < 3"


def test_picture_of_all_lanes_says_which_lane_is_which(page: Page) -> None:
    lab = LabPage(page, "lanes=2&w=2&b=2&lane2.cost=cross-entropy&epoch=100")
    expect(lab.overview.locator(".dot-letter")).to_have_count(2)
    lab.overview.hover()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save the picture “All lanes” as SVG").click()
    root = ElementTree.fromstring(saved.value.path().read_bytes())  # noqa: S314 (our own file)
    words = [" ".join("".join(text.itertext()).split()) for text in root.iter(f"{SVG}text")]
    # Each letter stands in the legend and in its dot.
    assert [words.count(letter) for letter in "AB"] == [2, 2]
    assert {"Quadratic", "Cross-entropy"} <= set(words)
    assert any("Alike in all lanes" in text for text in words)

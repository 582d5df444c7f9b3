"""`quoteminer serve RUN`: a run is checked article by article, by two readers, who get their
figure."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from chromium import Open, Page, violations
from commands import Result
from fake_miner import FakeMiner
from page_hand import NEWS, alert, check, choose, click, look_at, press
from served import served
from starlette.testclient import TestClient

from quoteminer.commands.serve.app import create_app
from quoteminer.commands.serve.guard import Limits
from quoteminer.commands.serve.project import Project
from quoteminer.errors import InputError, RunError
from quoteminer.output.run.corrections import Corrections, corrected_records
from quoteminer.output.run.outcomes import Failed, Mined
from quoteminer.output.run.run_file import RunFile
from quoteminer.output.run.run_paths import RUN
from quoteminer.records.parts import Check

QUIET = "“We go,” said Ana Pinto."


@pytest.fixture
def run(tmp_path: Path) -> Path:
    path = tmp_path / "found.jsonl"
    texts = {"wall": NEWS, "again": NEWS.replace("Ana", "Eva"), "quiet": QUIET}
    records = [FakeMiner().mine(text, id=id, acts="all") for id, text in texts.items()]
    path.write_text("".join(one.to_json(with_text=True) + "\n" for one in records), "utf-8")
    return path


@pytest.fixture
def client(run: Path) -> Iterator[TestClient]:
    with TestClient(create_app(FakeMiner(), project=Project(run)), "http://localhost") as client:
        yield client


def put(client: TestClient, number: int, record: dict[str, Any], version: str) -> Any:
    return client.put(f"/api/articles/{number}", json=record, headers={"If-Match": f'"{version}"'})


def test_only_the_last_version_is_overwritten(client: TestClient, run: Path) -> None:
    first = client.get("/api/articles/1")
    record, version = first.json()["article"]["record"], first.json()["version"]
    assert (version, first.headers["etag"]) == ("", '""')
    record["quotes"][0]["checked"] = {"by": "Tova", "time": "2026-11-02T09:30:00Z"}
    kept = put(client, 1, record, version)
    assert (kept.status_code, kept.headers["etag"]) == (200, f'"{kept.json()["version"]}"')
    record["quotes"] = []
    late = put(client, 1, record, version)
    assert late.status_code == 412
    assert "somebody else has corrected" in late.json()["detail"]
    again = client.get("/api/articles/1").json()
    assert again["version"] == kept.json()["version"]
    assert len(again["article"]["record"]["quotes"]) == 4
    assert put(client, 1, record, again["version"]).status_code == 200
    listed = {one["number"]: one for one in client.get("/api/articles").json()}
    assert (listed[1]["quotes"], listed[2]["quotes"]) == (0, 1)
    assert [listed[number]["title"] for number in range(3)] == ["Wall to be raised"] * 2 + ["quiet"]
    assert [one.name for one in Corrections(run).folder.glob("*.json.*")] == []


def test_the_ones_in_doubt_come_first_and_those_that_are_done_last(run: Path) -> None:
    records = [json.loads(line) for line in run.read_text("utf-8").splitlines()]
    records[2]["quotes"][0]["status"] = "ambiguous"
    records[0]["checked"] = {"by": "", "time": ""}
    run.write_text("".join(json.dumps(one) + "\n" for one in records), "utf-8")
    assert [one.number for one in Project(run).articles()] == [2, 1, 0]


def test_the_correction_of_a_long_article_is_saved(tmp_path: Path) -> None:
    path = tmp_path / "long.jsonl"
    record = FakeMiner().mine(QUIET + "\n\n" + "The wall is old. " * 65_000, id="minutes")
    path.write_text(record.to_json(with_text=True) + "\n", "utf-8")
    limits = Limits(characters=1_000)
    with TestClient(create_app(FakeMiner(), limits, Project(path)), "http://localhost") as client:
        read = client.get("/api/articles/0").json()
        corrected = read["article"]["record"]
        assert len(json.dumps(corrected)) > Limits(characters=1_000).body
        assert put(client, 0, corrected, read["version"]).status_code == 200
        assert client.post("/api/export?format=csv", json=corrected).status_code == 200
        assert client.post("/api/extract", json={"text": corrected["text"]}).status_code == 413


@pytest.mark.parametrize("case", [
    (7, {}, {"If-Match": '""'}, 404, "no article with this number"),
    (-1, {}, {"If-Match": '""'}, 404, "no article with this number"),
    (1, {}, {}, 422, "if-match"),
    (1, {"text": NEWS + "x"}, {"If-Match": '""'}, 400, "not the article with this number"),
    (1, {"id": "other"}, {"If-Match": '""'}, 400, "not the article with this number"),
    (1, {"quotes": [{}]}, {"If-Match": '""'}, 400, "not whole QuoteMiner output"),
    (1, {}, {"If-Match": '""', "Content-Type": "text/plain"}, 415, "content type"),
    (1, {}, {"If-Match": '""', "Origin": "http://evil.example"}, 403, "another site"),
])  # fmt: skip
def test_what_is_not_kept(client: TestClient, run: Path, case: Any) -> None:
    number, changed, headers, status, says = case
    record = client.get("/api/articles/1").json()["article"]["record"] | changed
    headers = {"Content-Type": "application/json", **headers}
    answer = client.put(f"/api/articles/{number}", content=json.dumps(record), headers=headers)
    assert answer.status_code == status
    assert says in answer.json()["detail"]
    assert not list(Corrections(run).folder.glob("*.json"))


def test_records_without_a_text(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(FakeMiner().mine(NEWS, id="wall").to_json() + "\n", "utf-8")
    with pytest.raises(InputError, match="the record 'wall' has no text.*--with-text"):
        Project(path)
    result = Result("serve", path, "--port", "0")
    assert (result.status, "--with-text" in result.err) == (1, True)


def test_a_run_is_read_in_place(run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = run.parent / "run"
    folder.mkdir()
    with RunFile(folder / RUN, {}) as file:
        for number, line in enumerate(run.read_text("utf-8").splitlines()):
            file.add(Failed("read", "E", "broken", f"{number}.txt"), Failed("read", "E", "broken"))
            file.add(Failed("read", "E", "here", f"{number}.txt"), Mined(line, 1, 1))
        file.finish({})
    monkeypatch.delattr("tempfile.TemporaryFile")
    project = Project(folder)
    record, version = project.read(2)
    assert (len(project), record.id, record.text) == (3, "quiet", QUIET)
    project.write(2, replace(record, checked=Check("Ana", "now")), version)
    assert project.read(2)[0].checked == Check("Ana", "now")
    with RunFile(folder / RUN, {}) as file:  # an article more
        new = Mined(line.replace('"quiet"', '"new"'), 1, 1)
        file.add(Failed("read", "E", "here", "new.txt"), new)
        file.finish({})
    assert project.read(2)[0].checked == Check("Ana", "now")
    whole = {article.number: article.whole for article in Project(folder).articles()}
    assert whole == {0: False, 1: False, 2: True, 3: False}
    (folder / RUN).unlink()
    with pytest.raises(RunError, match="no longer there"):
        project.read(0)
    assert not (folder / RUN).exists()


def begun(page: Page) -> Page:
    click(page, "#next", see="#text")
    return page


def test_two_readers_check_a_run_and_get_their_figure(open_page: Open, run: Path) -> None:
    with served(str(run)) as server:
        ana, eva = (open_page(server.url, refusals=True) for _ in range(2))
        words = ana.locator(".desk [role=status]").inner_text()
        assert words == "0 of 9 quotes checked · 0 of 3 articles done"
        ana.locator("#reader").fill("Ana")
        assert violations(ana) == []
        begun(ana)
        begun(eva)
        look_at(ana, 3)
        choose(ana, "speaker", label="Ana Pinto")
        check(eva, 0)
        assert "Somebody else has corrected this article." in alert(eva)
        assert eva.locator("#progress").inner_text() == "1 of 4 checked"
        assert eva.locator(".person .count").all_inner_texts()[0].startswith("3 quotes")
        click(eva, "#check", see="#progress", words="2 of 4 checked")
        press(eva, "w", words="The article is done")
        press(eva, ".", see=".person .name", words="Eva Pinto")
        eva.reload()
        eva.locator("#text").wait_for()
        look_at(eva, 2)
        click(eva, "#remove", words="taken out")
        # kept, but nobody hears of it
        eva.route("**/api/articles/1", lambda route: (route.fetch(), route.abort()))
        press(eva, "x", see=".notice [role=alert]", words="does not answer")
        eva.unroute("**/api/articles/1")
        eva.reload()
        eva.locator("#undo", has_text="Undo (2)").wait_for()
        press(eva, "u", see="#undo", words="Undo (1)")
        assert eva.locator("mark").count() == 3
        press(eva, "w", words="The article is done")
        eva.locator("a.home").click()
        told = "7 of 8 quotes checked · 2 of 3 articles done"
        eva.locator(".desk [role=status]", has_text=told).wait_for()
        assert violations(eva) == []
    figures = Result("evaluate", run, "--json").json
    assert figures["articles"] == {"whole": 2, "part": 0, "none": 1}
    assert figures["figures"]["content.all"]["P"] == 7 / 8
    mistakes = {kind: one["quotes"] for kind, one in figures["mistakes"].items()}
    assert mistakes == {"invented": 1, "wrong name": 1}
    told = Result("evaluate", run)
    assert "Checked as a whole, and measured: 2 articles; in part: 0; not at all: 1." in told.out
    assert "Right in words, source and name: 6 of 8 quotes found there." in told.out
    lines = Result("extract", run, "--format", "jsonl", "--acts", "all").lines
    (quotes,) = [one["quotes"] for one in lines if one["id"] == "wall"]
    assert [one["speaker"] for one in quotes] == [0, 1, 0, 0]
    assert {one["checked"]["by"] for one in quotes} == {"Ana", ""}


def test_who_lost_all_quotes_stays_the_same_person(open_page: Open, run: Path) -> None:
    lines = run.read_text("utf-8")
    run.write_text(lines.replace('"flags": []', '"flags": ["unsure-speaker"]'), "utf-8")
    with served(str(run)) as server:
        page = begun(open_page(server.url))
        for quote in (0, 2):
            look_at(page, quote)
            choose(page, "speaker", label="Kofi Berg")
        with page.expect_response("**/api/named"):  # the last answer that the page waits for
            page.reload()
        page.locator("#undo", has_text="Undo (2)").wait_for()
        flags = [quote.flags for quote in next(corrected_records(run)).quotes]
        assert flags == [("corrected",), ("unsure-speaker",), ("corrected",), ("unsure-speaker",)]
        press(page, "u", see="#undo", words="Undo (1)")
        look_at(page, 2)
        assert page.locator("#fix-speaker option:checked").inner_text() == "Ana Pinto"
        assert page.locator("#fix-speaker option", has_text="Ana Pinto").count() == 1


def describe(page: Page, field: str, value: str, told: str) -> None:
    if page.locator(".everywhere[open]").count() == 0:
        page.locator(".everywhere summary").click()
    page.locator(f"#who-{field}").fill(value)
    press(page, "Enter", words=told)


def test_speakers_are_described_and_joined_in_the_whole_article(open_page: Open, run: Path) -> None:
    with served(str(run)) as server:
        page = begun(open_page(server.url))
        look_at(page, 0)
        describe(page, "role", "mayor", "Kept: the role of Ana Pinto is mayor")
        describe(page, "name", "Kofi Berg", "Kofi Berg is quoted in this article already.")
        assert page.locator("#who-name").input_value() == "Ana Pinto"
        describe(page, "name", "Ana M. Pinto", "Kept: the speaker is Ana M. Pinto")
        describe(page, "role", " ", "Kept: the role of Ana M. Pinto is not known")
        assert violations(page) == []
        look_at(page, 1)
        page.locator(".everywhere summary").click()
        page.locator("#who-same").select_option(label="Ana M. Pinto")
        click(page, "#who-join", words="Kofi Berg and Ana M. Pinto are one speaker")
        assert page.locator(".person .name").all_inner_texts() == ["Ana M. Pinto"]
        (one,) = next(corrected_records(run)).speakers
        found = (one.name, one.role, one.aliases, one.quotes)
        assert found == ("Ana M. Pinto", None, ("Kofi Berg",), (0, 1, 2, 3))
        assert Result("people", run).status == 0
        assert "Ana M. Pinto" in run.with_name("found.people.csv").read_text("utf-8")
        with page.expect_response("**/api/named"):
            page.reload()
        page.locator("#undo", has_text="Undo (4)").wait_for()
        look_at(page, 0)
        offered = page.locator("#fix-speaker option").all_inner_texts()
        assert offered == ["Ana M. Pinto", "Nobody is named", "Somebody else …"]
        press(page, "u", "u", "u", see="#undo", words="Undo (1)")
        rows = [(one.name, one.role) for one in next(corrected_records(run)).speakers]
        assert rows == [("Ana Pinto", "mayor"), ("Kofi Berg", None)]

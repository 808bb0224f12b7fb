"""Spreadsheets become tables; a number only where nothing is lost by it."""

import zipfile
from datetime import date
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest
import sqlalchemy as sa
from sqlalchemy.sql import quoted_name

from crm_metrics.errors import BadInputError, SourceError
from crm_metrics.source import LoadedTable, load
from crm_metrics.source.urls import database
from tests.databases import every_database, execute, sqlite_url  # noqa: F401 - a fixture


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "files"
    made.mkdir()
    return made


def rows_of(url: str, table: str) -> list[tuple[Any, ...]]:
    engine = database(url).engine()
    with engine.connect() as connection:
        # As the driver gives them, without the types SQLAlchemy would make of them.
        names = [column["name"] for column in sa.inspect(connection).get_columns(table)]
        columns: list[sa.ColumnClause[Any]] = [
            sa.column(quoted_name(name, quote=True)) for name in names
        ]
        found = connection.execute(sa.select(*columns).select_from(sa.table(table)))
        rows = [tuple(row) for row in found]
    engine.dispose()
    return rows


def types_of(url: str, table: str) -> dict[str, type]:
    engine = database(url).engine()
    with engine.connect() as connection:
        columns = sa.inspect(connection).get_columns(table)
    engine.dispose()
    return {column["name"]: column["type"].as_generic().__class__ for column in columns}


def test_a_column_is_a_number_or_a_day_only_where_every_value_survives(
    crm_url: str, folder: Path
) -> None:
    (folder / "deals.csv").write_text(
        "id,zip,part,cents,day,text_day,big,note\n"
        '1,00123,1.5,1.50,2024-02-29,2024-02-29,12345678901234567.5,"a ""b""\nc, 5 % :x"\n'
        "-20,4,-2,2.00,,2024-02-30,1,\n",
        "utf-8",
    )
    assert load(folder, crm_url) == [LoadedTable("deals", 2)]
    first, second = rows_of(crm_url, "deals")
    assert [str(value) for value in first] == [
        "1",
        "00123",
        "1.5",
        "1.50",
        "2024-02-29",
        "2024-02-29",
        "12345678901234567.5",
        'a "b"\nc, 5 % :x',
    ]
    assert second[0] == -20
    assert float(second[2]) == -2
    assert second[4] is None
    assert second[5] == "2024-02-30"
    assert second[7] is None
    types = types_of(crm_url, "deals")
    assert issubclass(types["id"], sa.BigInteger)
    assert issubclass(types["part"], sa.Numeric | sa.Double)
    texts = ("zip", "cents", "text_day", "big", "note")
    assert all(issubclass(types[name], sa.String) for name in texts)
    assert issubclass(types["day"], sa.Date)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_the_one_the_header_has_most_of(delimiter: str, folder: Path) -> None:
    text = 'a|"b,;c"|d\n1|x|2\n\n3|y|4\n'.replace("|", delimiter)
    (folder / "t.csv").write_text("\ufeff" + text, "utf-8")
    url = sqlite_url(folder)
    load(folder, url)
    assert rows_of(url, "t") == [(1, "x", 2), (3, "y", 4)]


def test_a_file_with_a_header_only_is_a_table_without_rows(crm_url: str, folder: Path) -> None:
    (folder / "leads.csv").write_text("lead_id,name\n")
    assert load(folder, crm_url) == [LoadedTable("leads", 0)]
    assert rows_of(crm_url, "leads") == []


def test_the_table_is_named_after_the_file_as_it_is(crm_url: str, folder: Path) -> None:
    (folder / "Sales Team-2.CSV").write_text("a,B c\n1,2\n")
    assert load(folder, crm_url) == [LoadedTable("Sales Team-2", 1)]
    assert rows_of(crm_url, "Sales Team-2") == [(1, 2)]


def test_an_existing_table_is_overwritten_only_when_asked(crm_url: str, folder: Path) -> None:
    (folder / "deals.csv").write_text("a\n1\n")
    (folder / "users.csv").write_text("a\n1\n")
    load(folder, crm_url)
    (folder / "deals.csv").write_text("b\nx\ny\n")
    with pytest.raises(BadInputError) as caught:
        load(folder, crm_url)
    assert str(caught.value) == (
        "the database has 'deals', 'users' already; '--replace' overwrites."
    )
    assert rows_of(crm_url, "deals") == [(1,)]
    load(folder, crm_url, replace=True)
    assert rows_of(crm_url, "deals") == [("x",), ("y",)]


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_failing_load_changes_nothing(
    kind: str, folder: Path, request: pytest.FixtureRequest
) -> None:
    url = sqlite_url(folder) if kind == "sqlite" else request.getfixturevalue("postgresql_url")
    (folder / "a.csv").write_text("x\n1\n")
    load(folder, url)
    (folder / "a.csv").write_text("x\n2\n")
    (folder / "z.csv").write_text("x\n3\n")
    execute(url, "create view z as select 1 as x")
    with pytest.raises(SourceError, match=r"^loading into .* failed: "):
        load(folder, url, replace=True)
    assert rows_of(url, "a") == [(1,)]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "t.csv is empty"),
        (b"\n\n", "t.csv is empty"),
        (b"a,b\n1\n", "t.csv line 2 has 1 fields; its header has 2."),
        (b"a,b\n1,2,3\n", "t.csv line 2 has 3 fields; its header has 2."),
        (b"a,,c\n1,2,3\n", "t.csv: column 2 has no name."),
        (b"a,b, A\n1,2,3\n", "t.csv has two columns named 'A'."),
        (b"a\ncaf\xe9\n", "t.csv is not UTF-8 text (byte 6); save it as UTF-8."),
        (b'a\n"open\n', "t.csv line 2 is broken: unexpected end of data."),
    ],
)
def test_a_broken_file_is_one_sentence_and_nothing_is_written(
    content: bytes, sentence: str, folder: Path
) -> None:
    (folder / "a.csv").write_text("x\n1\n")
    (folder / "t.csv").write_bytes(content)
    url = sqlite_url(folder)
    with pytest.raises(BadInputError) as caught:
        load(folder, url)
    assert str(caught.value).startswith(sentence)
    with pytest.raises(sa.exc.NoSuchTableError):
        rows_of(url, "a")


def test_a_missing_and_an_empty_folder_are_one_sentence(folder: Path) -> None:
    url = sqlite_url(folder)
    with pytest.raises(BadInputError, match="there is no folder"):
        load(folder / "none", url)
    (folder / "readme.txt").write_text("x")
    with pytest.raises(BadInputError, match="holds no CSV or XLSX file"):
        load(folder, url)


def test_two_files_for_one_table_are_refused(folder: Path) -> None:
    (folder / "deals.csv").write_text("x\n1\n")
    (folder / "Deals.xlsx").write_bytes(b"")
    with pytest.raises(BadInputError, match="would be the same table"):
        load(folder, sqlite_url(folder))


def workbook(path: Path, *sheets: list[list[Any]]) -> None:
    """A minimal XLSX file: texts, numbers, days (as a number with a date format), empty cells."""

    def cell(value: Any) -> str:
        if value is None:
            return "<c/>"
        if isinstance(value, bool):
            return f'<c t="b"><v>{int(value)}</v></c>'
        if isinstance(value, date):
            return f'<c s="1"><v>{(value - date(1899, 12, 30)).days}</v></c>'
        if isinstance(value, int | float):
            return f"<c><v>{value}</v></c>"
        return f'<c t="inlineStr"><is><t>{escape(value)}</t></is></c>'

    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    numbers = range(1, len(sheets) + 1)
    files = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
        + "".join(f'<sheet name="S{n}" sheetId="{n}" r:id="r{n}"/>' for n in numbers)
        + "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        + "".join(
            f'<Relationship Id="r{n}" Type="{office}/worksheet" Target="worksheets/s{n}.xml"/>'
            for n in numbers
        )
        + f'<Relationship Id="st" Type="{office}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{main}"><cellXfs><xf numFmtId="0"/>'
        '<xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>',
    }
    for number, rows in zip(numbers, sheets, strict=True):
        body = "".join(f"<row>{''.join(map(cell, row))}</row>" for row in rows)
        files[f"xl/worksheets/s{number}.xml"] = (
            f'<worksheet xmlns="{main}"><sheetData>{body}</sheetData></worksheet>'
        )
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{text}')


def test_a_spreadsheet_keeps_the_types_of_its_cells(crm_url: str, folder: Path) -> None:
    workbook(
        folder / "deals.xlsx",
        [
            ["id", "zip", "amount", "day", "note", "nothing"],
            [1, "00123", 1.5, date(2024, 2, 29), "Zoë", None],
            [2, "4", 2, None, None, None],
        ],
        [],
    )
    assert load(folder, crm_url) == [LoadedTable("deals", 2)]
    first, second = rows_of(crm_url, "deals")
    assert [str(value) for value in first] == ["1", "00123", "1.5", "2024-02-29", "Zoë", "None"]
    assert (second[0], second[1], float(second[2]), second[3]) == (2, "4", 2.0, None)
    types = types_of(crm_url, "deals")
    assert issubclass(types["id"], sa.BigInteger)
    assert issubclass(types["day"], sa.Date)


@pytest.mark.parametrize(
    ("sheets", "sentence"),
    [
        ([[["a"], [1]], [["b"], [2]]], "t.xlsx: expected one sheet with data, found S1, S2."),
        ([[]], "t.xlsx: expected one sheet with data, found none."),
        ([[["a", None], [1, 2]]], "t.xlsx: column 2 has no name."),
        ([[["a", "A"], [1, 2]]], "t.xlsx has two columns named 'A'."),
    ],
)
def test_a_spreadsheet_that_cannot_be_one_table_is_one_sentence(
    sheets: list[list[list[Any]]], sentence: str, folder: Path
) -> None:
    workbook(folder / "t.xlsx", *sheets)
    with pytest.raises(BadInputError) as caught:
        load(folder, sqlite_url(folder))
    assert str(caught.value) == sentence


def test_a_file_that_is_no_spreadsheet_is_one_sentence(folder: Path) -> None:
    (folder / "t.xlsx").write_bytes(b"PK no")
    with pytest.raises(BadInputError, match=r"t.xlsx is not an XLSX file that can be read"):
        load(folder, sqlite_url(folder))


def test_a_wrong_password_is_not_repeated(server_password_url: str, folder: Path) -> None:
    (folder / "t.csv").write_text("a\n1\n")
    with pytest.raises(SourceError) as caught:
        load(folder, server_password_url)
    assert "n0t-the-one" not in str(caught.value)


@pytest.fixture(params=["postgresql_url", "mariadb_url"])
def server_password_url(request: pytest.FixtureRequest) -> str:
    url: str = request.getfixturevalue(request.param)
    name, rest = url.split("://")
    host = rest.split("@")[1]
    return f"{name}://crm:n0t-the-one@{host}"

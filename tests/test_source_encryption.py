"""A connection is encrypted as its URL asks, or it is refused: no option is passed over."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from crm_metrics.errors import BadInputError, CrmMetricsError, SourceError, SourceLostError
from crm_metrics.source import check, sync
from crm_metrics.source.encryption import mysql_encryption
from crm_metrics.source.sync import READERS
from crm_metrics.source.urls import database
from tests.certificates import Certificates, make_certificates
from tests.databases import (
    every_server,  # noqa: F401 - a fixture is found by being here
    execute,
    settings,
)
from tests.mapped import NOW
from tests.servers import Server, running_mariadb, running_postgresql

USERS = "create table users (user_id varchar(9), name varchar(9))"
CIPHER = {
    "postgresql": "select version from pg_stat_ssl where pid = pg_backend_pid()",
    "mysql": "select variable_value as version from information_schema.session_status "
    "where variable_name = 'Ssl_version'",
}


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return make_certificates(tmp_path_factory.mktemp("certificates"))


@pytest.fixture(scope="module")
def encrypting_postgresql(certificates: Certificates) -> Iterator[Server]:
    pair = (certificates.certificate, certificates.key)
    with running_postgresql(encrypted_with=pair) as server:
        yield server


@pytest.fixture(scope="module")
def encrypting_mariadb(certificates: Certificates) -> Iterator[Server]:
    pair = (certificates.certificate, certificates.key)
    with running_mariadb(encrypted_with=pair) as server:
        yield server


@pytest.fixture(params=["postgresql", "mariadb"])
def encrypting_url(request: pytest.FixtureRequest) -> str:
    server: Server = request.getfixturevalue(f"encrypting_{request.param}")
    return server.new_database()


def versions(url: str) -> list[Any]:
    """The version of TLS, as the server has it, of each road into the database; "" for none.

    The roads: the engine that loads, the one that looks around, and the reader.
    """
    source = database(url)
    found = []
    for engine in (source.engine(), source.reading_engine()):
        with engine.connect() as connection:
            found.append(connection.exec_driver_sql(CIPHER[source.kind]).scalar())
        engine.dispose()
    for batch in READERS[source.kind](source, {"users": CIPHER[source.kind]}):
        found.extend(batch.rows["version"].cast(pl.String))
    return [value or "" for value in found]


ASKED = {
    "postgresql": ["sslmode=require", "sslmode=verify-ca&sslrootcert={ca}"]
    + ["sslmode=verify-full&sslrootcert={ca}"],
    "mariadb": ["ssl=true", "ssl_mode=required", "ssl_mode=REQUIRED", "ssl_verify_cert=false"]
    + ["ssl_ca={ca}", "ssl_ca={ca}&ssl_verify_cert=true", "ssl_mode=verify_ca&ssl_ca={ca}"]
    + ["ssl_mode=verify_identity&ssl_ca={ca}", "ssl_verify_identity=true&ssl_ca={ca}"]
    + ["ssl_check_hostname=true&ssl_ca={ca}"],
}


def scheme(url: str) -> str:
    return url.split(":")[0]


def test_what_is_asked_for_is_encrypted_on_every_road(
    encrypting_url: str, certificates: Certificates
) -> None:
    for options in ASKED[scheme(encrypting_url)]:
        url = f"{encrypting_url}?{options.format(ca=certificates.authority)}"
        assert [version[:3] for version in versions(url)] == ["TLS"] * 3, options


def test_encryption_can_be_switched_off(encrypting_url: str) -> None:
    options = ["sslmode=disable"] if scheme(encrypting_url) == "postgresql" else []
    options = options or ["ssl_disabled=true", "ssl_mode=disabled", "ssl=false"]
    assert [versions(f"{encrypting_url}?{option}") for option in options] == [
        ["", "", ""] for _ in options
    ]


def test_a_whole_sync_runs_over_an_encrypted_connection(
    encrypting_url: str, certificates: Certificates, tmp_path: Path
) -> None:
    execute(encrypting_url, USERS, "insert into users values ('u1', 'Ann'), ('u2', 'Bo')")
    options = ASKED[scheme(encrypting_url)][2 if scheme(encrypting_url) == "postgresql" else 7]
    url = f"{encrypting_url}?{options.format(ca=certificates.authority)}"
    assert sync(settings(url, tmp_path), now=NOW).manifest.tables["users"]["rows"] == 2


def refused(url: str, folder: Path) -> set[str]:
    """The sentences with which check, sync and the reader refuse the URL."""
    source = database(url)
    acts: list[Callable[[], object]] = [
        lambda: check(settings(url, folder)),
        lambda: sync(settings(url, folder), now=NOW),
        lambda: list(READERS[source.kind](source, {"users": "select 1 as user_id"})),
    ]
    said = set()
    for act in acts:
        with pytest.raises(CrmMetricsError) as caught:
            act()
        # Trying again would not help.
        assert not isinstance(caught.value, SourceLostError)
        assert "\n" not in str(caught.value)
        said.add(str(caught.value))
    return said


@pytest.mark.parametrize(
    "options",
    [
        {"postgresql": "sslmode=verify-ca&sslrootcert={stranger}", "mariadb": "ssl_ca={stranger}"},
        {
            "postgresql": "sslmode=verify-full&sslrootcert={stranger}",
            "mariadb": "ssl_mode=verify_ca&ssl_ca={stranger}",
        },
        # The authorities of this machine have not signed it either.
        {"postgresql": "sslmode=verify-full&sslrootcert=system", "mariadb": "ssl_verify_cert=true"},
        {
            "postgresql": "sslmode=require&sslrootcert={stranger}",
            "mariadb": "ssl_verify_identity=true",
        },
    ],
)
def test_a_certificate_that_an_unknown_authority_signed_is_refused(
    options: dict[str, str], encrypting_url: str, certificates: Certificates, tmp_path: Path
) -> None:
    asked = options[scheme(encrypting_url)].format(stranger=certificates.stranger)
    for sentence in refused(f"{encrypting_url}?{asked}", tmp_path):
        assert "certificate" in sentence


def test_a_certificate_for_another_name_is_refused_unless_only_its_authority_is_asked_for(
    encrypting_url: str, certificates: Certificates, tmp_path: Path
) -> None:
    url = encrypting_url.replace("127.0.0.1", "localhost")
    strict = {"postgresql": ["sslmode=verify-full&sslrootcert={ca}"]}
    strict["mariadb"] = ["ssl_ca={ca}", "ssl_mode=verify_identity&ssl_ca={ca}"]
    for options in strict[scheme(url)]:
        asked = f"{url}?{options.format(ca=certificates.authority)}"
        for sentence in refused(asked, tmp_path):
            assert "localhost" in sentence
    lenient = {"postgresql": ["sslmode=verify-ca&sslrootcert={ca}"]}
    lenient["mariadb"] = ["ssl_ca={ca}&ssl_verify_identity=false"]
    lenient["mariadb"] += ["ssl_ca={ca}&ssl_check_hostname=false", "ssl_mode=verify_ca&ssl_ca={ca}"]
    for options in lenient[scheme(url)]:
        asked = f"{url}?{options.format(ca=certificates.authority)}"
        assert [version[:3] for version in versions(asked)] == ["TLS"] * 3


def test_a_server_that_cannot_encrypt_is_refused_where_encryption_is_asked_for(
    server_url: str, certificates: Certificates, tmp_path: Path
) -> None:
    for options in ASKED[scheme(server_url)]:
        url = f"{server_url}?{options.format(ca=certificates.authority)}"
        for sentence in refused(url, tmp_path):
            assert "SSL" in sentence, options
    assert versions(server_url) == ["", "", ""]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ("sslmode=required", "sslmode"),
        ("sslmod=require", "sslmod"),
        ("sslrootcert={ca}", "sslmode=prefer does not look at; expected sslmode=verify-full"),
        ("sslmode=disable&sslrootcert={ca}", "sslmode=disable does not look at"),
        ("sslmode=require&sslrootcert=/no/such.pem", "names /no/such.pem, and there is no such"),
        ("sslmode=verify-full&sslrootcert=/no/such.pem", "there is no such file"),
        ("sslmode=require&sslcert=/no/such.pem", "sslcert in the CRM's URL names /no/such.pem"),
    ],
)
def test_an_option_without_effect_on_postgresql_is_an_error(
    options: str, said: str, postgresql_url: str, certificates: Certificates, tmp_path: Path
) -> None:
    url = f"{postgresql_url}?{options.format(ca=certificates.authority)}"
    for sentence in refused(url, tmp_path):
        assert said in sentence


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (
            "sslmode=require",
            "no option of a MariaDB or MySQL URL 'sslmode'. Did you mean 'ssl_mode",
        ),
        ("ssl-mode=required", "Did you mean 'ssl_mode'"),
        ("useSSL=true", "no option of a MariaDB or MySQL URL 'useSSL'"),
    ],
)
def test_an_option_that_mariadb_does_not_have_is_an_error(options: str, said: str) -> None:
    with pytest.raises(CrmMetricsError, match=said.replace(".", r"\.")):
        database(f"mariadb://reader@host/crm?{options}")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"ssl_mode": "require"}, "ssl_mode in the CRM's URL is 'require'; expected one of"),
        ({"ssl_verify_cert": "maybe"}, "expected true or false"),
        ({"ssl_ca": "/no/such.pem"}, "has ssl_ca=/no/such.pem, which cannot be used"),
        ({"ssl_key": "/key.pem"}, "ssl_key without ssl_cert"),
        (
            {"ssl_disabled": "true", "ssl_ca": "/ca.pem"},
            "has ssl_ca, and encryption is switched off",
        ),
        ({"ssl_mode": "disabled", "ssl_verify_cert": "true"}, "encryption is switched off"),
        ({"ssl": "false", "ssl_ca": "/ca.pem"}, "encryption is switched off"),
        ({"ssl_mode": "preferred", "ssl_ca": "/ca.pem"}, "may end without encryption"),
        ({"ssl_mode": "verify_ca", "ssl_verify_cert": "false"}, "asks for a certificate that fits"),
        ({"ssl_mode": "verify_identity", "ssl_verify_identity": "false"}, "leave one of the two"),
        ({"ssl_ca": "/ca.pem", "ssl_verify_cert": "false"}, "asks for a certificate that fits"),
        ({"ssl_verify_identity": "true", "ssl_verify_cert": "no"}, "asks for a certificate"),
    ],
)
def test_options_that_contradict_one_another_are_an_error(
    options: dict[str, str], said: str
) -> None:
    with pytest.raises(BadInputError) as caught:
        mysql_encryption(options)
    assert said in str(caught.value)


def test_a_sqlite_url_takes_no_options(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="a SQLite URL takes none"):
        database(f"sqlite:///{tmp_path}/crm.db?mode=rw")


def test_a_server_that_demands_encryption_gets_it_without_being_asked(
    encrypting_mariadb: Server, tmp_path: Path
) -> None:
    url = encrypting_mariadb.new_database()
    execute(url, USERS, "create user 'careful'@'127.0.0.1' identified by 'x' require ssl")
    execute(url, f"grant select on {database(url).url.database}.* to 'careful'@'127.0.0.1'")
    careful = url.replace("crm:s3cret-pass", "careful:x")
    assert sync(settings(careful, tmp_path), now=NOW).manifest.tables["users"]["rows"] == 0
    with pytest.raises(SourceError, match="Access denied"):
        check(settings(f"{careful}?ssl_disabled=true", tmp_path))

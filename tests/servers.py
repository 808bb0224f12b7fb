"""Real servers for the tests: PostgreSQL, MariaDB, Chromium.

A server is started once per test process, on a free port of 127.0.0.1, over a temporary folder,
and stopped at the end. `postgresql` and `mariadb` are functions: each call makes a new empty
database and returns its URL. `postgresql_url` and `mariadb_url` are the URL of one such database.

What the machine lacks is not a failure but a part that did not run; it is named at the end of the
run. With CRM_TEST_ALL=1 it is a failure.
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from typing import NoReturn, TypeAlias

import psycopg
import pymysql
import pytest
from playwright.sync_api import Browser, sync_playwright
from psycopg import sql

USER = "crm"
PASSWORD = "s3cret-pass"

NewDatabase: TypeAlias = Callable[[], str]
Pair: TypeAlias = tuple[Path, Path]


def not_run(part: str, reason: str) -> NoReturn:
    """End the test as "not run": this machine lacks what it needs. CRM_TEST_ALL=1 forbids that."""
    text = f"not run: {part} ({reason})"
    if os.environ.get("CRM_TEST_ALL") == "1":
        pytest.fail(text, pytrace=False)
    pytest.skip(text)


def free_port() -> int:
    """A port of 127.0.0.1 on which nothing listens."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(
    part: str, server: subprocess.Popen[bytes], log: Path, ready: Callable[[], bool]
) -> None:
    """Wait until the server answers; the end of its log is the error when it does not."""
    give_up = time.monotonic() + 60
    while not ready():
        if server.poll() is not None or time.monotonic() > give_up:
            tail = log.read_text("utf-8", "replace")[-2000:] if log.exists() else ""
            stop(server)
            raise RuntimeError(f"{part} did not start:\n{tail}")
        time.sleep(0.05)


def stop(server: subprocess.Popen[bytes], how: signal.Signals = signal.SIGTERM) -> None:
    """Stop a server that these tests started, by force when it does not listen."""
    if server.poll() is None:
        server.send_signal(how)
        try:
            server.wait(timeout=20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def listens(port: int) -> bool:
    with closing(socket.socket()) as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _account(part: str, name: str) -> pwd.struct_passwd:
    """Who runs a server: neither PostgreSQL nor MariaDB runs as root."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid())
    try:
        return pwd.getpwnam(name)
    except KeyError:
        not_run(part, f"no user '{name}' to run it as, and it refuses root")


@contextmanager
def _folder(account: pwd.struct_passwd) -> Iterator[Path]:
    """A temporary folder of that account; pytest's own may be entered by its owner only."""
    folder = Path(tempfile.mkdtemp(prefix="crm-test-"))
    os.chown(folder, account.pw_uid, account.pw_gid)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _own(files: Pair, folder: Path, account: pwd.struct_passwd) -> Pair:
    """Copies of these files that only the account may read, as a server demands of its key."""
    certificate, key = (folder / file.name for file in files)
    for file, copy in zip(files, (certificate, key), strict=True):
        shutil.copyfile(file, copy)
        os.chown(copy, account.pw_uid, account.pw_gid)
        copy.chmod(0o600)
    return certificate, key


def _as(account: pwd.struct_passwd) -> dict[str, object]:
    """The arguments that make subprocess run a program as that account."""
    if account.pw_uid == os.geteuid():
        return {}
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def _program(*names: str, folders: str = "") -> str | None:
    """Where the first of these programs is: on PATH, in the system's folders, in `folders`."""
    places = [os.environ.get("PATH", ""), "/usr/sbin", "/usr/bin"]
    if folders:
        places += sorted(map(str, Path("/").glob(folders.lstrip("/"))), reverse=True)
    for name in names:
        if found := shutil.which(name, path=os.pathsep.join(places)):
            return str(Path(found).resolve())
    return None


@dataclass
class Server:
    """A database server that can be stopped and started again, on the same port over the same data.

    `programs` are what `subprocess` is told to run it with. `root_url` may do anything.
    """

    part: str
    port: int
    log: Path
    programs: list[str]
    account: pwd.struct_passwd
    how_to_stop: signal.Signals
    answers: Callable[[], bool]
    make_database: Callable[[str], str]
    root_url: str
    process: subprocess.Popen[bytes] | None = None
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def start(self) -> None:
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                self.programs,
                cwd=self.log.parent,
                stdout=output,
                stderr=output,
                **_as(self.account),  # type: ignore[call-overload]
            )
        wait_for(self.part, self.process, self.log, self.answers)

    def stop(self) -> None:
        if self.process:
            stop(self.process, self.how_to_stop)

    def new_database(self) -> str:
        """The URL of a new empty database."""
        return self.make_database(f"crm_{next(self.numbers)}")


@pytest.fixture(scope="session")
def postgresql() -> Iterator[NewDatabase]:
    """Makes empty PostgreSQL databases: each call returns `postgresql://user:password@…/name`."""
    with postgresql_server() as new_database:
        yield new_database


@contextmanager
def postgresql_server() -> Iterator[NewDatabase]:
    """A PostgreSQL server on a free port of this machine, for as long as it is used."""
    with running_postgresql() as server:
        yield server.new_database


@contextmanager
def running_postgresql(
    options: Mapping[str, str | int] | None = None, encrypted_with: Pair | None = None
) -> Iterator[Server]:
    """The same server as an object, with further options of its own.

    `encrypted_with` is its certificate and key; without them it cannot encrypt.
    """
    initdb = _program("initdb", folders="/usr/lib/postgresql/*/bin")
    if not initdb:
        not_run("PostgreSQL", "package postgresql is not installed")
    account = _account("PostgreSQL", "postgres")
    with _folder(account) as folder:
        subprocess.run(
            [initdb, "--pgdata", "data", "--username=root", "--auth=trust", "--no-sync"]
            + ["--encoding=UTF8", "--locale=C"],
            cwd=folder,
            check=True,
            capture_output=True,
            **_as(account),  # type: ignore[call-overload]
        )
        (folder / "data" / "pg_hba.conf").write_text(
            "host all root 127.0.0.1/32 trust\nhost replication root 127.0.0.1/32 trust\n"
            "host all all 127.0.0.1/32 scram-sha-256\n"
        )
        port = free_port()
        chosen: dict[str, str | int] = {"port": port, "listen_addresses": "127.0.0.1"}
        chosen |= {"unix_socket_directories": "", "max_connections": 50}
        chosen |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        # Not UTC, so that code which trusts the server's own zone is found out.
        chosen |= {"timezone": "Asia/Tokyo"}
        if encrypted_with:
            certificate, key = _own(encrypted_with, folder, account)
            chosen |= {"ssl": "on", "ssl_cert_file": str(certificate), "ssl_key_file": str(key)}
        chosen |= options or {}
        root_url = f"postgresql://root@127.0.0.1:{port}/postgres"

        def connect() -> psycopg.Connection:
            return psycopg.connect(root_url, autocommit=True, connect_timeout=5)

        def make_database(name: str) -> str:
            with connect() as root:
                root.execute(
                    sql.SQL("create database {} owner {}").format(
                        sql.Identifier(name), sql.Identifier(USER)
                    )
                )
            return f"postgresql://{USER}:{PASSWORD}@127.0.0.1:{port}/{name}"

        server = Server(
            "PostgreSQL",
            port,
            folder / "log",
            [str(Path(initdb).with_name("postgres")), "-D", "data"]
            + [word for name, value in chosen.items() for word in ("-c", f"{name}={value}")],
            account,
            signal.SIGINT,
            lambda: _answers(root_url),
            make_database,
            root_url,
        )
        try:
            server.start()
            with connect() as root:
                root.execute(
                    sql.SQL("create role {} login password {}").format(
                        sql.Identifier(USER), sql.Literal(PASSWORD)
                    )
                )
            yield server
        finally:
            server.stop()


@contextmanager
def standby_of(primary: Server) -> Iterator[Server]:
    """A streaming replica that lets no query stand in the way of what it has to apply."""
    program = Path(primary.programs[0])
    with _folder(primary.account) as folder:
        subprocess.run(
            [program.with_name("pg_basebackup"), "--dbname", primary.root_url, "--no-sync"]
            + ["--pgdata", "data", "--write-recovery-conf", "--checkpoint=fast"],
            cwd=folder,
            check=True,
            capture_output=True,
            **_as(primary.account),  # type: ignore[call-overload]
        )
        port = free_port()
        server = replace(
            primary,
            port=port,
            log=folder / "log",
            programs=[*primary.programs, "-c", f"port={port}"]
            + ["-c", "max_standby_streaming_delay=0"],
            root_url=primary.root_url.replace(f":{primary.port}/", f":{port}/"),
            process=None,
        )
        server.answers = lambda: _answers(server.root_url)
        try:
            server.start()
            yield server
        finally:
            server.stop()


def _answers(url: str) -> bool:
    try:
        psycopg.connect(url, connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True


@pytest.fixture
def postgresql_url(postgresql: NewDatabase) -> str:
    """The URL of an empty PostgreSQL database of this test's own."""
    return postgresql()


@pytest.fixture(scope="session")
def mariadb() -> Iterator[NewDatabase]:
    """Makes empty MariaDB databases: each call returns `mariadb://user:password@…/name`."""
    with running_mariadb() as server:
        yield server.new_database


@contextmanager
def running_mariadb(
    options: Iterable[str] = (), encrypted_with: Pair | None = None
) -> Iterator[Server]:
    """A MariaDB server on a free port of this machine, with further options of its own.

    `encrypted_with` is its certificate and key; without them it cannot encrypt.
    """
    install = _program("mariadb-install-db", "mysql_install_db")
    daemon = _program("mariadbd", "mysqld")
    if not install or not daemon:
        not_run("MariaDB", "package mariadb-server is not installed")
    account = _account("MariaDB", "mysql")
    with _folder(account) as folder:
        data = folder / "data"
        subprocess.run(
            [install, "--no-defaults", f"--datadir={data}", "--skip-test-db"]
            + ["--auth-root-authentication-method=normal", f"--user={account.pw_name}"],
            cwd=folder,
            check=True,
            capture_output=True,
            **_as(account),  # type: ignore[call-overload]
        )
        start = folder / "start.sql"
        start.write_text(
            f"create user if not exists '{USER}'@'127.0.0.1' identified by '{PASSWORD}';\n"
            f"grant all privileges on *.* to '{USER}'@'127.0.0.1' with grant option;\n"
        )
        start.chmod(0o644)
        if encrypted_with:
            certificate, key = _own(encrypted_with, folder, account)
            options = [f"--ssl-cert={certificate}", f"--ssl-key={key}", *options]
        else:
            options = ["--skip-ssl", *options]
        port = free_port()
        server_url = f"mariadb://{USER}:{PASSWORD}@127.0.0.1:{port}"

        def connect() -> pymysql.Connection:
            return pymysql.connect(
                host="127.0.0.1", port=port, user=USER, password=PASSWORD, connect_timeout=5
            )

        def answers() -> bool:
            try:
                connect().close()
            except pymysql.err.OperationalError:
                return False
            return True

        def make_database(name: str) -> str:
            with connect() as connection, connection.cursor() as cursor:
                cursor.execute(f"create database {name}")  # a name made here, not a value
            return f"{server_url}/{name}"

        server = Server(
            "MariaDB",
            port,
            folder / "log",
            [daemon, "--no-defaults", f"--datadir={data}", f"--user={account.pw_name}"]
            + ["--bind-address=127.0.0.1", f"--port={port}", f"--socket={folder / 'socket'}"]
            + [f"--pid-file={folder / 'pid'}", f"--init-file={start}", "--skip-log-bin"]
            # Its own: a starting server deletes the temporary tables of others in a shared one.
            + [f"--tmpdir={folder}"]
            + ["--innodb-flush-log-at-trx-commit=0", "--innodb-buffer-pool-size=128M"]
            # Not UTC, so that code which trusts the server's own zone is found out.
            + ["--character-set-server=utf8mb4", "--default-time-zone=+09:00", *options],
            account,
            signal.SIGTERM,
            answers,
            make_database,
            f"{server_url}/mysql",
        )
        try:
            server.start()
            yield server
        finally:
            server.stop()


@pytest.fixture
def mariadb_url(mariadb: NewDatabase) -> str:
    """The URL of an empty MariaDB database of this test's own."""
    return mariadb()


@contextmanager
def open_chromium() -> Iterator[Browser]:
    """The system's Chromium, headless."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if not program:
        not_run("browser", "package chromium is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program,
            args=["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
            + ["--disable-background-networking", "--disable-component-update", "--disable-sync"],
        )
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A headless Chromium. Per module: Playwright keeps an event loop running while it is open,
    and nothing else in the same thread could run one."""
    with open_chromium() as browser:
        yield browser

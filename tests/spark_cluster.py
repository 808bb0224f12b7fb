"""A real Apache Spark cluster for the tests: one master, two workers, a Spark Connect server.

All of it comes from the installed pyspark package and listens on 127.0.0.1 only. The workers are
processes of their own, so that a query here crosses the same borders as on many machines.
"""

import json
import os
import re
import shutil
import subprocess
import tempfile
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pyspark
import pytest
from pyspark.sql import SparkSession

from tests.servers import free_port, listens, not_run, stop, wait_for

WORKERS = 2


@pytest.fixture(scope="session")
def spark() -> Iterator[SparkSession]:
    """A session on a Spark cluster of a master and two workers, through Spark Connect."""
    _require_java()
    folder = Path(tempfile.mkdtemp(prefix="crm-test-spark-"))
    servers: list[subprocess.Popen[bytes]] = []
    try:
        session = SparkSession.builder.remote(f"sc://127.0.0.1:{_start(folder, servers)}").create()
        yield session
        # Before its server goes, or it would try to say goodbye for minutes at exit.
        session.stop()
    finally:
        for server in reversed(servers):
            stop(server)
        shutil.rmtree(folder, ignore_errors=True)


def _require_java() -> None:
    java = shutil.which("java")
    if not java:
        not_run("Spark", "no Java 17 or later; package default-jre-headless is not installed")
    shown = subprocess.run([java, "-version"], capture_output=True, text=True, check=True).stderr
    version = re.search(r'version "(\d+)', shown)
    if not version or int(version[1]) < 17:
        not_run("Spark", f"Java 17 or later is needed, this is {shown.splitlines()[0]}")


def _start(folder: Path, servers: list[subprocess.Popen[bytes]]) -> int:
    """Start the cluster and return the port of its Spark Connect server."""
    home = Path(pyspark.__file__).parent
    environment = {
        **os.environ,
        "SPARK_HOME": str(home),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_LOCAL_DIRS": str(folder),
        "SPARK_WORKER_DIR": str(folder),
        "SPARK_DAEMON_MEMORY": "512m",
        # Five short-lived Java programs on a small machine: compile little, collect simply.
        "JAVA_TOOL_OPTIONS": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
        # Not UTC, so that code which trusts the cluster's own zone is found out.
        "TZ": "Asia/Tokyo",
    }
    environment.pop("SPARK_REMOTE", None)

    def start(name: str, *command: str) -> tuple[subprocess.Popen[bytes], Path]:
        log = folder / f"{name}.log"
        with log.open("wb") as output:
            server = subprocess.Popen(
                [home / "bin" / command[0], *command[1:]],
                cwd=folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
            )
        servers.append(server)
        return server, log

    port, master_page = free_port(), free_port()
    address = f"spark://127.0.0.1:{port}"
    listen = ["--host", "127.0.0.1"]
    master = start(
        "master",
        "spark-class",
        "org.apache.spark.deploy.master.Master",
        *listen,
        *("--port", str(port), "--webui-port", str(master_page)),
    )
    wait_for("Spark's master", *master, lambda: listens(port) and listens(master_page))
    for number in range(1, WORKERS + 1):
        worker = start(
            f"worker-{number}",
            "spark-class",
            "org.apache.spark.deploy.worker.Worker",
            *listen,
            *("--webui-port", "0", "--cores", "1", "--memory", "1g", address),
        )
    connect_port = free_port()
    settings = {
        "spark.connect.grpc.binding.address": "127.0.0.1",
        "spark.connect.grpc.binding.port": str(connect_port),
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.memory": "1g",
        "spark.executor.memory": "1g",
        "spark.executor.cores": "1",
        "spark.sql.shuffle.partitions": "2",
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
        "spark.ui.enabled": "false",
    }
    connect = start(
        "connect",
        "spark-submit",
        *("--master", address, "--name", "tests"),
        *("--class", "org.apache.spark.sql.connect.service.SparkConnectServer"),
        *(word for name, value in settings.items() for word in ("--conf", f"{name}={value}")),
        "spark-internal",
    )
    wait_for("Spark's workers", *worker, lambda: _alive_workers(master_page) == WORKERS)
    wait_for("Spark Connect", *connect, lambda: listens(connect_port))
    return connect_port


def _alive_workers(master_page: int) -> int:
    """How many workers the master counts; its page is not whole for a moment while it starts."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{master_page}/json/", timeout=5) as page:
            return int(json.load(page)["aliveworkers"])
    except (OSError, ValueError):
        return 0

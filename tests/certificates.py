"""Certificates for the tests' servers, made by the openssl program."""

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.servers import not_run


@dataclass(frozen=True)
class Certificates:
    """An authority, a server's certificate that it signed, and an authority that signed nothing.

    The server's certificate is for 127.0.0.1 by address, and not for localhost by name.
    """

    authority: Path
    stranger: Path
    certificate: Path
    key: Path


def make_certificates(folder: Path) -> Certificates:
    """New certificates in the folder."""
    openssl = shutil.which("openssl")
    if not openssl:
        not_run("encrypted connections", "program openssl is not installed")

    def run(*words: str) -> None:
        subprocess.run([openssl, *words], cwd=folder, check=True, capture_output=True)

    for name in ("authority", "stranger"):
        run(
            *("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30"),
            *("-subj", f"/CN=Test {name}", "-keyout", f"{name}.key", "-out", f"{name}.pem"),
        )
    run(
        *("req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=crm"),
        *("-keyout", "server.key", "-out", "server.csr"),
    )
    (folder / "names").write_text("subjectAltName=IP:127.0.0.1\n")
    run(
        *("x509", "-req", "-in", "server.csr", "-days", "30", "-extfile", "names"),
        *("-CA", "authority.pem", "-CAkey", "authority.key", "-CAcreateserial"),
        *("-out", "server.pem"),
    )
    return Certificates(
        folder / "authority.pem",
        folder / "stranger.pem",
        folder / "server.pem",
        folder / "server.key",
    )

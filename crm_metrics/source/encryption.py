"""Encryption: what the options of a database URL ask of the connection.

An option that would be without effect is an error: whoever writes it believes in it.
"""

import ssl
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from crm_metrics.errors import BadInputError

MYSQL_OPTIONS = (
    "ssl",
    "ssl_mode",
    "ssl_ca",
    "ssl_capath",
    "ssl_cert",
    "ssl_key",
    "ssl_cipher",
    "ssl_verify_cert",
    "ssl_verify_identity",
    "ssl_check_hostname",
    "ssl_disabled",
)
_MODES = ("disabled", "preferred", "required", "verify_ca", "verify_identity")
_LIBPQ_FILES = ("sslrootcert", "sslcert", "sslkey", "sslcrl")
_VERIFIES = ("verify-ca", "verify-full")


def check_libpq(query: Mapping[str, Sequence[str]]) -> None:
    """Refuse what PostgreSQL's own library would pass over without a word.

    It verifies no certificate below sslmode=verify-ca unless the named file exists, and takes a
    client certificate that is not there for none.
    """
    given = {name: values[-1] for name, values in query.items()}
    for name in _LIBPQ_FILES:
        file = given.get(name, "")
        if file and not (name == "sslrootcert" and file == "system") and not Path(file).is_file():
            raise BadInputError(f"{name} in the CRM's URL names {file}, and there is no such file.")
    mode = given.get("sslmode", "prefer")
    if "sslrootcert" in given and mode not in (*_VERIFIES, "require"):
        raise BadInputError(
            f"the CRM's URL has sslrootcert, which sslmode={mode} does not look at; "
            "expected sslmode=verify-full."
        )


def mysql_encryption(query: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments of PyMySQL: a context where encryption is asked for, none where not.

    Without any option a server that can encrypt is asked to, and no certificate is looked at.
    """
    mode = _mode(query)
    flags = {name: _yes_or_no(name, query) for name in MYSQL_OPTIONS if _is_flag(name)}
    asked = [name for name in query if name.startswith("ssl") and flags.get(name) is not False]
    if mode == "disabled" or flags["ssl_disabled"] or flags["ssl"] is False:
        if others := [name for name in asked if name not in ("ssl_mode", "ssl_disabled")]:
            raise _contradiction(others[0], "encryption is switched off")
        return {"ssl_disabled": True}
    if mode == "preferred":
        if others := [name for name in asked if name != "ssl_mode"]:
            raise _contradiction(others[0], "ssl_mode=preferred may end without encryption")
        return {}
    identity = flags["ssl_verify_identity"]
    if identity is None:
        identity = flags["ssl_check_hostname"]
    has_ca = "ssl_ca" in query or "ssl_capath" in query
    verify = flags["ssl_verify_cert"]
    for wanted, given, of in (
        (mode in ("verify_ca", "verify_identity"), verify, "ssl_verify_cert"),
        (mode == "verify_identity", identity, "ssl_verify_identity"),
        (bool(identity), verify, "ssl_verify_cert"),
        (has_ca, verify, "ssl_verify_cert"),
    ):
        if wanted and given is False:
            raise _contradiction(f"{of}=false", "another option asks for a certificate that fits")
    if verify is None:
        verify = has_ca or bool(identity) or mode in ("verify_ca", "verify_identity")
    if identity is None:
        identity = mode == "verify_identity" or (verify and mode != "verify_ca")
    if not asked and verify is False and flags["ssl_verify_cert"] is None:
        return {}
    return {"ssl": _context(query, verify, identity)}


def _mode(query: Mapping[str, Any]) -> str | None:
    if "ssl_mode" not in query:
        return None
    mode = str(query["ssl_mode"]).strip().lower().replace("-", "_")
    if mode not in _MODES:
        raise BadInputError(
            f"ssl_mode in the CRM's URL is '{query['ssl_mode']}'; expected one of: "
            f"{', '.join(_MODES)}."
        )
    return mode


def _is_flag(name: str) -> bool:
    return name in ("ssl", "ssl_disabled", "ssl_check_hostname") or name.startswith("ssl_verify_")


def _yes_or_no(name: str, query: Mapping[str, Any]) -> bool | None:
    """The option as yes or no; None where it is not given."""
    if name not in query:
        return None
    text = str(query[name]).strip().lower()
    if text in ("1", "true", "yes", "on"):
        return True
    if text in ("0", "false", "no", "off"):
        return False
    raise BadInputError(f"{name} in the CRM's URL is '{query[name]}'; expected true or false.")


def _contradiction(option: str, why: str) -> BadInputError:
    return BadInputError(f"the CRM's URL has {option}, and {why}; leave one of the two out.")


def _context(query: Mapping[str, Any], verify: bool, identity: bool) -> ssl.SSLContext:
    if "ssl_key" in query and "ssl_cert" not in query:
        raise BadInputError("the CRM's URL has ssl_key without ssl_cert; expected both.")
    named = ", ".join(f"{name}={query[name]}" for name in MYSQL_OPTIONS if _is_file(name, query))
    try:
        context = ssl.create_default_context(
            cafile=query.get("ssl_ca"), capath=query.get("ssl_capath")
        )
        if "ssl_cert" in query:
            context.load_cert_chain(query["ssl_cert"], query.get("ssl_key"))
        if "ssl_cipher" in query:
            context.set_ciphers(query["ssl_cipher"])
    except (OSError, ssl.SSLError) as error:
        said = error.strerror or error
        raise BadInputError(f"the CRM's URL has {named}, which cannot be used: {said}.") from None
    # Companies' own certificates are seldom as strict as public ones.
    context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    context.check_hostname = verify and identity
    context.verify_mode = ssl.CERT_REQUIRED if verify else ssl.CERT_NONE
    return context


def _is_file(name: str, query: Mapping[str, Any]) -> bool:
    return name in query and name in ("ssl_ca", "ssl_capath", "ssl_cert", "ssl_key", "ssl_cipher")

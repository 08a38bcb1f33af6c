"""Install the pinned real clients for the tests of this folder: `python tests/clients/install.py`.

They go into `.client-envs/` of the checkout, or the folder named by KIMIERR_CLIENT_ENV, never into kimierr's own
environment. What is there already in the pinned versions is left alone. Without Node only the Python clients are installed.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import venv

from client_env import HERE, PINS, folder, missing, pins, python, stamp


def install_python() -> None:
    home = folder() / "python"
    venv.EnvBuilder(clear=True, with_pip=True).create(home)
    run(
        [
            str(python()),
            "-m",
            "pip",
            "install",
            "--quiet",
            "--no-input",
            "--disable-pip-version-check",
            "-r",
            str(HERE / "requirements.txt"),
        ]
    )


def install_node() -> None:
    npm = shutil.which("npm")
    if not npm or not shutil.which("node"):
        print("node is not installed: the Node clients are left out")
        return
    home = folder() / "node"
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    for name in PINS["node"]:
        shutil.copy(HERE / name, home)
    run([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], cwd=str(home))
    stamp("node").write_text(pins("node"), "utf-8")


def run(command: list[str], cwd: str | None = None) -> None:
    status = subprocess.run(command, cwd=cwd, timeout=1200).returncode
    if status:
        sys.exit(f"{' '.join(command)} failed with status {status}")


def main() -> None:
    folder().mkdir(parents=True, exist_ok=True)
    (folder() / ".gitignore").write_text("*\n", "utf-8")
    if missing("python"):
        install_python()
        stamp("python").write_text(pins("python"), "utf-8")
    if missing("node"):
        install_node()
    print(f"clients are in {folder()}")


if __name__ == "__main__":
    main()

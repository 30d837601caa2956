"""`python -m readiness` is the same command as `readiness`."""

from readiness.cli.main import run

if __name__ == "__main__":
    run()

"""The command line: argv, console, exit codes. The only place that prints or exits; it holds no rule."""

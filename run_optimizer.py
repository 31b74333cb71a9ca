"""The door: hands over to the command line in `optimizer.cli`."""

from optimizer.cli import main

if __name__ == "__main__":
    main()

"""The door: hands over to the command line in `optimizer.cli`."""

from optimizer.endings import hear_nothing_to_keep

if __name__ == "__main__":
    hear_nothing_to_keep()  # before libraries load: see there

    from optimizer.cli import main

    main()

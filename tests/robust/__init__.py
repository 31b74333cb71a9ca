"""Full disks, unwritable folders, Ctrl-C and kill."""

# command: -c "# coding: latin-1\nprint(ascii('é'))"

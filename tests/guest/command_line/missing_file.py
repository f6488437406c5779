# command: {folder}/no_such_file.py

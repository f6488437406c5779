# command: {folder}/_runnable a b

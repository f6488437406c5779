value = "from the folder"

def größe(größte):
	return	größte["ключ"]	+	1


größe({"日本": "é"})

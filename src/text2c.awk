# Turns a text file into a C string.
#   awk -f text2c.awk -v name=grafana_schemas FILE

# character by character: awks disagree on backslashes in a replacement
function quoted(line, i, c, out) {
	for (i = 1; i <= length(line); i++) {
		c = substr(line, i, 1)
		out = out (c == "\\" || c == "\"" ? "\\" c : c)
	}
	return "\"" out "\\n\""
}

BEGIN { printf "extern const char %s[];\n\nconst char %s[] =\n", name, name }
{ print "\t" quoted($0) }
END { print "\t;" }

# Turns schema files into C, whole and in the order given, for prefctl migrate to apply.
#   awk -f schema2c.awk [-v include=ctl/schema.h] FILE...
# A file is named by its path below sql/. struct schema_file { const char *name, *text; } comes from the included file.

# character by character: awks disagree on backslashes in a replacement
function quoted(line, i, c, out) {
	for (i = 1; i <= length(line); i++) {
		c = substr(line, i, 1)
		out = out (c == "\\" || c == "\"" ? "\\" c : c)
	}
	return "\"" out "\\n\""
}

function name_of(path) {
	sub(/^(.*\/)?sql\//, "", path)
	return path
}

BEGIN {
	if (include == "")
		include = "ctl/schema.h"
	printf "#include <stddef.h>\n\n#include \"%s\"\n\nconst struct schema_file schema_files[] = {\n", include
}
FNR == 1 {
	printf "%s\t{ \"%s\",\n", (count++ ? "\t},\n" : ""), name_of(FILENAME)
}
/^\\/ {
	print "schema2c.awk: " FILENAME ": psql command" > "/dev/stderr"
	exit failed = 1
}
{ print "\t  " quoted($0) }
END {
	if (failed || count == 0)
		exit 1
	printf "\t},\n};\nconst size_t schema_file_count = %d;\n", count
}

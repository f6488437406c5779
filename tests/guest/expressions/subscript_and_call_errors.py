tests = ["5[0]", "None[1]", "5()", "'a'()", "[1]['x']", "(1,)['x']", "'abc'['x']", "b'a'['x']",
         "{}['k']", "[1][5]", "(1,)[5]", "'a'[5]", "b'a'[5]", "len[0]", "{[]: 1}", "{{}}", "int[0]",
         "range(3)[10]", "range(3)['a']", "object()[1]", "(lambda: 1)[0]", "[1][1.0]", "None.x", "(5).x",
         "'a'.nope", "len.nope", "[].nope", "type.nope", "int.nope"]
import warnings
warnings.simplefilter("ignore")
for t in tests:
    try:
        print(t, "=", eval(t))
    except Exception as e:
        print(t, "->", type(e).__name__, e)

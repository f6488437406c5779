// libFuzzer target: what reads bytes from outside, inside a running interpreter. The first byte of
// the input says which: marshal, pickle, json, struct or the code arrays of _sre.

#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "pvm/call/enter.h"
#include "runtime/host/host.h"
#include "runtime/object/interpreter.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/names.h"

namespace {

using namespace polygil;

// Classes that pickles may name do nothing but keep what they are given.
constexpr char kProgram[] = R"(
import io, json, marshal, struct, _sre, _pickle, collections, datetime, array
known = {x.__qualname__: x for x in (collections.OrderedDict, collections.deque, datetime.datetime, datetime.timedelta,
                                     array.array, set, complex, bytearray)}
class Unpickler(_pickle.Unpickler):
    def find_class(self, module, name):
        return known[name]
def read_marshal(data):
    value = marshal.loads(data)
    code = getattr(value, "co_code", None)
    if code is not None:
        list(value.co_lines()), list(value.co_positions()), value.co_consts, value.co_varnames
    elif marshal.dumps(value) is None:
        raise SystemError
def read_pickle(data):
    repr(Unpickler(io.BytesIO(data)).load())
def read_json(data):
    json.dumps(json.loads(data))
def read_struct(data):
    form, _, rest = data.partition(b"\0")
    s = struct.Struct(form.decode("latin-1"))
    if s.size < 10000:
        s.pack(*s.unpack((rest + bytes(s.size))[:s.size]))
def read_sre(data):
    code, _, text = data.partition(b"\0\0")
    words = [2 ** 32 - 1 if b == 255 else b for b in code]
    pattern = _sre.compile("x", 32, words, words.count(17) // 2, {}, (None,) * (words.count(17) // 2 + 1))
    pattern.search(text.decode("latin-1")[:200])
readers = [read_marshal, read_pickle, read_json, read_struct, read_sre]
def read(kind, data):
    readers[kind % len(readers)](data)
)";

Value g_read;

void Start() {
  HostOptions options;
  options.no_site = true;
  options.dont_write_bytecode = true;
  options.arguments.push_back("fuzz");
  if (StartInterpreter(options) == nullptr) abort();
  Handle space = DictNew();
  DictSet(space, names.__builtins__, CurrentInterpreter()->builtins);
  Handle code = CompileBytes(kProgram, "<fuzz>", SourceKind::kBytes);
  if (code.IsEmpty()) abort();
  Handle done = RunCode(code, space, space, Value::Empty());
  if (done.IsEmpty()) abort();
  g_read = Retain(DictGetAscii(space, "read")).Peek();
  if (!g_read) abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  if (!g_read) Start();
  Handle kind = IntFromInt64(data[0]);
  Handle bytes = BytesNew(reinterpret_cast<const char*>(data) + 1, static_cast<int64_t>(size - 1));
  Handle result = Call(g_read, {kind, bytes});
  if (result.IsEmpty()) ClearPending();
  return 0;
}

// Classes and functions, which are pickled by the names under which they are found again.

#include "runtime/modules/_pickle/names.h"
#include "runtime/modules/_pickle/pickler.h"
#include "runtime/modules/builtins/builtins.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/codec.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil::pickle {
namespace {

// The names of static types are new objects each time, as they are in CPython: that decides whether
// an equal text before is referred to.
Owned NameOf(Value v) {
  if (IsType(v) && !v.As<Type>()->Has(kTypeHeap)) return StrFromView(StrView(v.As<Type>()->qualname));
  Owned name = FindAttribute(v, names.__qualname__);
  if (name || HasPendingException()) return name;
  return GetAttribute(v, names.__name__);
}

struct Place {
  Handle module_name, name;  // as the pickle says
  Handle module, parent, last_name;
};

// Finds the object again, as unpickling will.
bool Locate(Value v, Place* place) {
  place->module_name = TRY(WhichModule(v, place->name));
  place->module = IsStr(place->module_name)
                      ? ImportModuleLevel(place->module_name, Value::Empty(), Value::Empty(), 0)
                      : Owned(Raise(&TypeErrorType, "module name must be a string"));
  if (place->module) place->module = ImportedModule(place->module_name);
  if (!place->module) {
    ClearPending();
    return Raise(&PicklingErrorType, "Can't pickle %R: import of module %R failed", v,
                 place->module_name.Get());
  }
  Handle found = FindDotted(place->module, place->name, &place->parent, &place->last_name);
  if (!found) {
    ClearPending();
    return Raise(&PicklingErrorType, "Can't pickle %R: attribute lookup %S on %S failed", v,
                 place->name.Get(), place->module_name.Get());
  }
  if (found.Get() == v) return true;
  return Raise(&PicklingErrorType, "Can't pickle %R: it's not the same object as %S.%S", v,
               place->module_name.Get(), place->name.Get());
}

// copyreg.add_extension(). 1: written by its code, 0: has none, -1: raised.
int SaveExtension(Pickler* pickler, Value v, const Place& place) {
  Value registry = pickler->state->extension_registry;
  if (DictSize(registry) == 0) return 0;
  Handle key = TupleOf({place.module_name, place.name});
  if (!key) return -1;
  Value code = DictGet(registry, key);
  if (!code) return HasPendingException() ? -1 : 0;
  if (!code.IsInt()) {
    Raise(&PicklingErrorType, "Can't pickle %R: extension code %R isn't an integer", v, code);
    return -1;
  }
  int64_t number = code.AsInt();
  if (number <= 0 || number > 0x7fffffff) {
    Raise(&RuntimeErrorType, "Can't pickle %R: extension code %ld is out of range", v,
          static_cast<long>(number));
    return -1;
  }
  auto argument = static_cast<uint64_t>(number);
  Output* output = &pickler->output;
  bool done = number <= 0xff     ? PutWith<1>(output, kExt1, argument)
              : number <= 0xffff ? PutWith<2>(output, kExt2, argument)
                                 : PutWith<4>(output, kExt4, argument);
  return done ? 1 : -1;
}

// Names of Python 3 as Python 2 knew them.
bool ApplyReverseMapping(Pickler* pickler, Handle* module_name, Handle* name) {
  Handle key = TRY(TupleOf({*module_name, *name}));
  Value pair = DictGet(pickler->state->reverse_name_mapping, key);
  if (!pair && HasPendingException()) return false;
  if (pair) {
    if (!IsTuple(pair) || TupleSize(pair) != 2)
      return Raise(&RuntimeErrorType,
                   "_compat_pickle.REVERSE_NAME_MAPPING values should be 2-tuples, not %.200s",
                   TypeName(pair));
    Value a = TupleAt(pair, 0), b = TupleAt(pair, 1);
    if (!IsStr(a) || !IsStr(b))
      return Raise(&RuntimeErrorType,
                   "_compat_pickle.REVERSE_NAME_MAPPING values should be pairs of str, not (%.200s, "
                   "%.200s)", TypeName(a), TypeName(b));
    *module_name = Retain(a);
    *name = Retain(b);
    return true;
  }
  Value mapped = DictGet(pickler->state->reverse_import_mapping, *module_name);
  if (!mapped) return !HasPendingException();
  if (!IsStr(mapped))
    return Raise(&RuntimeErrorType,
                 "_compat_pickle.REVERSE_IMPORT_MAPPING values should be strings, not %.200s",
                 TypeName(mapped));
  *module_name = Retain(mapped);
  return true;
}

bool WriteLine(Pickler* pickler, Value text, const char* message) {
  Handle bytes = EncodeWith(pickler->protocol >= 3 ? TextEncoding::kUtf8 : TextEncoding::kAscii, text,
                            nullptr);
  if (!bytes) {
    if (!PendingMatches(&UnicodeEncodeErrorType)) return false;
    ClearPending();
    return Raise(&PicklingErrorType, message, text, static_cast<int>(pickler->protocol));
  }
  return PutText(&pickler->output, BytesView(bytes)) && PutText(&pickler->output, "\n");
}

// GLOBAL 'module' 'name' of protocols below 4.
bool WriteGlobal(Pickler* pickler, Handle module_name, Handle name) {
  if (pickler->fix_imports && pickler->protocol < 3)
    TRY_VOID(ApplyReverseMapping(pickler, &module_name, &name));
  return Put(&pickler->output, kGlobal) &&
         WriteLine(pickler, module_name,
                   "can't pickle module identifier '%S' using pickle protocol %i") &&
         WriteLine(pickler, name, "can't pickle global identifier '%S' using pickle protocol %i");
}

bool SaveSingletonType(Pickler* pickler, Value type, Value singleton) {
  Handle args = TRY(TupleOf({singleton}));
  Handle reduced = TRY(TupleOf({Value::Pointer(&TypeType), args}));
  return SaveReduced(pickler, reduced, type);
}

}  // namespace

bool SaveGlobal(Pickler* pickler, Value v, Value name_or_empty) {
  Place place;
  place.name = TRY(name_or_empty ? Retain(name_or_empty) : NameOf(v));
  if (!IsStr(place.name)) return Raise(&TypeErrorType, "global name must be a string");
  TRY_VOID(CheckNoLocals(Value::Empty(), place.name));
  TRY_VOID(Locate(v, &place));
  if (pickler->protocol >= 2) {
    int done = SaveExtension(pickler, v, place);
    if (done != 0) return done > 0;
  }
  bool top = place.parent.Get() == place.module.Get();
  if (top) place.name = Retain(place.last_name);
  if (pickler->protocol >= 4) {
    TRY_VOID(Save(pickler, place.module_name) && Save(pickler, place.name) &&
             Put(&pickler->output, kStackGlobal));
  } else if (!top) {
    Handle args = TRY(TupleOf({place.parent, place.last_name}));
    Handle reduced = TRY(TupleOf({pickler->state->getattr, args}));
    TRY_VOID(SaveReduced(pickler, reduced, Value::Empty()));
  } else {
    TRY_VOID(WriteGlobal(pickler, std::move(place.module_name), std::move(place.name)));
  }
  return Memoize(pickler, v);
}

bool SaveType(Pickler* pickler, Value v) {
  if (v == Value::Pointer(&NoneType)) return SaveSingletonType(pickler, v, Value::None());
  if (v == Value::Pointer(&EllipsisType)) return SaveSingletonType(pickler, v, Value::Ellipsis());
  if (v == Value::Pointer(&NotImplementedType))
    return SaveSingletonType(pickler, v, Value::NotImplemented());
  return SaveGlobal(pickler, v, Value::Empty());
}

}  // namespace polygil::pickle

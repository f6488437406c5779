#include "runtime/types/text/encoding_map.h"

#include <new>

#include "runtime/base/codec/single_byte.h"
#include "runtime/object/heap.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/str.h"

namespace polygil {

Type EncodingMapType;

namespace {

struct EncodingMap : Object {
  Charmap map;
};

Owned SizeMethod(Value) { return Owned(Value::Int(sizeof(EncodingMap))); }

constexpr MethodDef kMethods[] = {
    PY_METHOD(EncodingMap, size, NoArgs(SizeMethod), "Return the size of the map in bytes."), {}};

}  // namespace

Owned EncodingMapNew(Value table) {
  Owned made = AllocateObject(&EncodingMapType);
  if (made) new (&made.Peek().As<EncodingMap>()->map) Charmap(StrView(table));
  return made;
}

int EncodingMapFind(Value map, uint32_t c) { return map.As<EncodingMap>()->map.Find(c); }

bool InitEncodingMapType() {
  return InitBuiltinType({.type = &EncodingMapType,
                          .name = "EncodingMap",
                          .basic_size = sizeof(EncodingMap),
                          .flags = kTypeNoInstantiation,
                          .methods = kMethods});
}

}  // namespace polygil

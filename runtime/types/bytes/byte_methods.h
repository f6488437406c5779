// The methods that bytes and bytearray share, by file. `self` is either.

#ifndef POLYGIL_RUNTIME_TYPES_BYTES_BYTE_METHODS_H_
#define POLYGIL_RUNTIME_TYPES_BYTES_BYTE_METHODS_H_

#include "runtime/object/method_def.h"
#include "runtime/object/ownership.h"
#include "runtime/object/slots.h"
#include "runtime/object/type.h"

namespace polygil {

// byte_search.cc
Owned ByteFindMethod(Value self, const Value* args, size_t nargs);
Owned ByteRfindMethod(Value self, const Value* args, size_t nargs);
Owned ByteIndexMethod(Value self, const Value* args, size_t nargs);
Owned ByteRindexMethod(Value self, const Value* args, size_t nargs);
Owned ByteCountMethod(Value self, const Value* args, size_t nargs);
Owned ByteStartswithMethod(Value self, const Value* args, size_t nargs);
Owned ByteEndswithMethod(Value self, const Value* args, size_t nargs);
Fallible<bool> ByteContainsSlot(Value self, Value item);
Owned ByteCompareSlot(Value self, Value other, CompareOp op);

// byte_split.cc
Owned ByteSplitMethod(Value self, const Value* args, size_t nargs, Value keyword_names);
Owned ByteRsplitMethod(Value self, const Value* args, size_t nargs, Value keyword_names);
Owned ByteSplitlinesMethod(Value self, const Value* args);
Owned BytePartitionMethod(Value self, Value separator);
Owned ByteRpartitionMethod(Value self, Value separator);
Owned ByteStripMethod(Value self, const Value* args, size_t nargs);
Owned ByteLstripMethod(Value self, const Value* args, size_t nargs);
Owned ByteRstripMethod(Value self, const Value* args, size_t nargs);
Owned ByteRemoveprefixMethod(Value self, Value prefix);
Owned ByteRemovesuffixMethod(Value self, Value suffix);

// byte_edit.cc
Owned ByteReplaceMethod(Value self, const Value* args, size_t nargs);
Owned ByteJoinMethod(Value self, Value iterable);
Owned ByteCenterMethod(Value self, const Value* args, size_t nargs);
Owned ByteLjustMethod(Value self, const Value* args, size_t nargs);
Owned ByteRjustMethod(Value self, const Value* args, size_t nargs);
Owned ByteZfillMethod(Value self, Value width);
Owned ByteExpandtabsMethod(Value self, const Value* args);
Owned ByteTranslateMethod(Value self, const Value* args);
Owned ByteMaketransMethod(Value self, const Value* args, size_t nargs);
Owned ByteConcatSlot(Value left, Value right);
Owned ByteRepeatSlot(Value self, int64_t count);

// byte_case.cc
Owned ByteUpperMethod(Value self);
Owned ByteLowerMethod(Value self);
Owned ByteTitleMethod(Value self);
Owned ByteCapitalizeMethod(Value self);
Owned ByteSwapcaseMethod(Value self);
Owned ByteIsalnumMethod(Value self);
Owned ByteIsalphaMethod(Value self);
Owned ByteIsasciiMethod(Value self);
Owned ByteIsdigitMethod(Value self);
Owned ByteIslowerMethod(Value self);
Owned ByteIsspaceMethod(Value self);
Owned ByteIstitleMethod(Value self);
Owned ByteIsupperMethod(Value self);

// byte_hex.cc
Owned ByteHexMethod(Value self, const Value* args);
Owned ByteFromhexMethod(Value cls, Value text);
// hex() of any memory; args as the method's.
Owned HexText(const uint8_t* data, int64_t size, Value separator_or_empty, Value group_or_empty);
Owned ByteReprText(const uint8_t* data, int64_t size, bool bytearray_quirk);

// byte_percent.cc
Owned ByteRemainderSlot(Value left, Value right);

// byte_construct.cc: bytes(...) and bytearray(...)
Owned ByteDecodeMethod(Value self, const Value* args, size_t nargs, Value keyword_names);

// byte_iterator.cc
Owned ByteIterateSlot(Value self);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_TYPES_BYTES_BYTE_METHODS_H_

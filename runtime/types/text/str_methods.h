// The methods of str, by file; str_type.cc puts them into its table.

#ifndef POLYGIL_RUNTIME_TYPES_TEXT_STR_METHODS_H_
#define POLYGIL_RUNTIME_TYPES_TEXT_STR_METHODS_H_

#include "runtime/object/ownership.h"
#include "runtime/object/slots.h"
#include "runtime/object/type.h"

namespace polygil {

// str_search.cc
Owned StrFindMethod(Value self, const Value* args, size_t nargs);
Owned StrRfindMethod(Value self, const Value* args, size_t nargs);
Owned StrIndexMethod(Value self, const Value* args, size_t nargs);
Owned StrRindexMethod(Value self, const Value* args, size_t nargs);
Owned StrCountMethod(Value self, const Value* args, size_t nargs);
Owned StrStartswithMethod(Value self, const Value* args, size_t nargs);
Owned StrEndswithMethod(Value self, const Value* args, size_t nargs);
Fallible<bool> StrContainsSlot(Value self, Value item);

// str_split.cc
Owned StrSplitMethod(Value self, const Value* args, size_t nargs, Value keyword_names);
Owned StrRsplitMethod(Value self, const Value* args, size_t nargs, Value keyword_names);
Owned StrSplitlinesMethod(Value self, const Value* args);
Owned StrPartitionMethod(Value self, Value separator);
Owned StrRpartitionMethod(Value self, Value separator);
Owned StrStripMethod(Value self, const Value* args, size_t nargs);
Owned StrLstripMethod(Value self, const Value* args, size_t nargs);
Owned StrRstripMethod(Value self, const Value* args, size_t nargs);
Owned StrRemoveprefixMethod(Value self, Value prefix);
Owned StrRemovesuffixMethod(Value self, Value suffix);

// str_edit.cc
Owned StrReplaceMethod(Value self, const Value* args, size_t nargs);
Owned StrJoinMethod(Value self, Value iterable);
Owned StrCenterMethod(Value self, const Value* args, size_t nargs);
Owned StrLjustMethod(Value self, const Value* args, size_t nargs);
Owned StrRjustMethod(Value self, const Value* args, size_t nargs);
Owned StrZfillMethod(Value self, Value width);
Owned StrExpandtabsMethod(Value self, const Value* args);

// str_translate.cc
Owned StrTranslateMethod(Value self, Value table);
Owned StrMaketransMethod(Value self, const Value* args, size_t nargs);

// str_case.cc
Owned StrUpperMethod(Value self);
Owned StrLowerMethod(Value self);
Owned StrTitleMethod(Value self);
Owned StrCapitalizeMethod(Value self);
Owned StrSwapcaseMethod(Value self);
Owned StrCasefoldMethod(Value self);
Owned StrIsalnumMethod(Value self);
Owned StrIsalphaMethod(Value self);
Owned StrIsasciiMethod(Value self);
Owned StrIsdecimalMethod(Value self);
Owned StrIsdigitMethod(Value self);
Owned StrIsidentifierMethod(Value self);
Owned StrIslowerMethod(Value self);
Owned StrIsnumericMethod(Value self);
Owned StrIsprintableMethod(Value self);
Owned StrIsspaceMethod(Value self);
Owned StrIstitleMethod(Value self);
Owned StrIsupperMethod(Value self);

// str_repr.cc
Owned StrReprSlot(Value self);

// str_percent.cc
Owned StrRemainderSlot(Value left, Value right);

// str_brace.cc
Owned StrFormatMethod(Value self, const Value* args, size_t nargs, Value keyword_names);
Owned StrFormatMapMethod(Value self, Value mapping);
Owned StrDunderFormatMethod(Value self, Value spec);

// str_iterator.cc
Owned StrIterateSlot(Value self);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_TYPES_TEXT_STR_METHODS_H_

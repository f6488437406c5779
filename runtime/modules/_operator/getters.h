// The callables that operator makes: itemgetter, attrgetter, methodcaller.

#ifndef POLYGIL_RUNTIME_MODULES_OPERATOR_GETTERS_H_
#define POLYGIL_RUNTIME_MODULES_OPERATOR_GETTERS_H_

#include "runtime/modules/native_type.h"

namespace polygil {

bool AddItemGetter(Value module);    // itemgetter.cc
bool AddAttrGetter(Value module);    // attrgetter.cc
bool AddMethodCaller(Value module);  // methodcaller.cc

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_MODULES_OPERATOR_GETTERS_H_

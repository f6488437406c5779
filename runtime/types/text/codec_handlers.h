// The built-in error handlers as functions that programs can call (codecs.strict_errors, ...).

#ifndef POLYGIL_RUNTIME_TYPES_TEXT_CODEC_HANDLERS_H_
#define POLYGIL_RUNTIME_TYPES_TEXT_CODEC_HANDLERS_H_

#include "runtime/object/value.h"

namespace polygil {

// Puts them into a dict by their names.
bool AddBuiltinErrorHandlers(Value dict);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_TYPES_TEXT_CODEC_HANDLERS_H_

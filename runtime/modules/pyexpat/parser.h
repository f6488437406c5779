// The parser object over an expat parser: its layout, and what its files and _elementtree share.
//
// expat calls handlers (handlers.cc) while Parse runs, with the GIL held. When one raises, all
// handlers are taken away, expat runs to its end without them, and Parse returns with the
// exception.

#ifndef POLYGIL_RUNTIME_MODULES_PYEXPAT_PARSER_H_
#define POLYGIL_RUNTIME_MODULES_PYEXPAT_PARSER_H_

#include <expat.h>

#include "runtime/modules/native_type.h"

namespace polygil {

enum ExpatEvent {
#define HANDLER(identifier, attribute, setter) kOn##identifier,
#include "runtime/modules/pyexpat/handlers.def"
  kExpatEventCount
};

struct ExpatParser : Object {
  XML_Parser parser;
  bool ordered_attributes, specified_attributes, namespace_prefixes;
  bool in_handler;  // expat calls back; parsing can't be entered again
  char* buffer;     // of buffer_text; null: texts go out as they come
  int64_t buffer_size, buffer_used;
  Value intern;  // dict of names, or empty
  Value parent;  // whose tables an external entity's parser shares
  Value handlers[kExpatEventCount];
};
extern Type ExpatParserType;

bool InitExpatParserType();
// ParserCreate(encoding, namespace_separator, intern).
Owned ExpatParserNew(const char* encoding, const char* separator, Value intern_or_empty);

// -- handlers.cc
// Sets or takes away (empty) one handler, there and in expat.
void SetExpatHandler(ExpatParser* parser, ExpatEvent event, Value handler);
void ClearExpatHandlers(ExpatParser* parser);
// The collected text goes to its handler. False: that raised.
bool FlushExpatText(ExpatParser* parser);
// For XML_SetUnknownEncodingHandler: any encoding of one byte a character that Python knows.
int ExpatUnknownEncoding(void* data, const XML_Char* name, XML_Encoding* info);

// -- errors.cc
// ExpatError "mismatched tag: line 1, column 5" with code, offset and lineno.
Raised RaiseExpatError(XML_Parser parser, XML_Error code);
// The submodules errors and model, constants of the module, ExpatError.
bool AddExpatConstants(Value module);

// Text of expat, or None for a null pointer.
Owned ExpatText(const XML_Char* text);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_MODULES_PYEXPAT_PARSER_H_

// The codec registry (PEP 100, PEP 293): search functions, the cache of what they found, and named
// error handlers. State: Interpreter::codec_search_path, codec_cache, codec_error_handlers. The
// first unknown encoding imports `encodings`, whose search function knows the rest.

#ifndef POLYGIL_RUNTIME_TYPES_TEXT_CODEC_REGISTRY_H_
#define POLYGIL_RUNTIME_TYPES_TEXT_CODEC_REGISTRY_H_

#include "runtime/object/ownership.h"
#include "runtime/object/value.h"

namespace polygil {

// codecs.register / unregister. TypeError "argument must be callable".
bool CodecRegister(Value search_function);
bool CodecUnregister(Value search_function);
// codecs.lookup: the CodecInfo (a tuple). LookupError "unknown encoding: x".
Owned CodecLookup(const char* encoding);
// codecs.register_error / lookup_error. TypeError "handler must be callable"; LookupError.
bool CodecRegisterError(const char* name, Value handler);
Owned CodecLookupError(const char* name);
// codecs.encode / decode: any object to any object.
Owned CodecEncode(Value object, const char* encoding, const char* errors);
Owned CodecDecode(Value object, const char* encoding, const char* errors);
// The same for text encodings only; `function` is what the message recommends instead
// ("codecs.encode()"). LookupError "'hex' is not a text encoding; ...".
Owned CodecEncodeText(Value text, const char* encoding, const char* errors);
Owned CodecDecodeText(Value object, const char* encoding, const char* errors);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_TYPES_TEXT_CODEC_REGISTRY_H_

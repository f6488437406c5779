// From expat's events to calls of Python handlers.

#include <cstring>

#include "runtime/modules/pyexpat/parser.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/text/codec.h"
#include "runtime/types/text/str.h"

namespace polygil {

Owned ExpatText(const XML_Char* text) {
  return text == nullptr ? OwnNone() : StrFromUtf8(text, strlen(text));
}

namespace {

ExpatParser* Of(void* data) { return static_cast<ExpatParser*>(data); }

// A name: the same object each time, kept in parser.intern.
Owned Name(ExpatParser* self, const XML_Char* text) {
  Handle name = TRY(ExpatText(text));
  if (!self->intern || name.Get().IsNone()) return name.Release();
  return DictSetDefault(self->intern, name, name);
}

// Is there a handler, and nothing raised before?
bool Wants(ExpatParser* self, ExpatEvent event) {
  return self->handlers[event] && !HasPendingException();
}

// After an exception expat goes on, but nothing is called any more.
void GiveUp(ExpatParser* self) {
  ClearExpatHandlers(self);
  XML_SetExternalEntityRefHandler(self->parser, [](XML_Parser, const XML_Char*, const XML_Char*,
                                                   const XML_Char*, const XML_Char*) { return 0; });
}

// Calls a handler with arguments each of which may have failed to be made (empty).
template <size_t kCount>
Owned CallHandler(ExpatParser* self, ExpatEvent event, Owned (&&arguments)[kCount]) {
  Value values[kCount];
  Handle owners[kCount];
  bool complete = true;
  for (size_t i = 0; i < kCount; ++i) {
    owners[i] = arguments[i];
    values[i] = owners[i];
    complete = complete && values[i];
  }
  Handle result;
  if (complete) {
    Handle handler = Retain(self->handlers[event]);
    bool outer = self->in_handler;
    self->in_handler = true;
    result = Call(handler, values, kCount);
    self->in_handler = outer;
  }
  if (!result) GiveUp(self);
  return result.Release();
}

Owned CallBare(ExpatParser* self, ExpatEvent event) {
  Handle handler = Retain(self->handlers[event]);
  bool outer = self->in_handler;
  self->in_handler = true;
  Handle result = Call(handler);
  self->in_handler = outer;
  if (!result) GiveUp(self);
  return result.Release();
}

// The handler wants the event, and the text before it is out.
bool Ready(ExpatParser* self, ExpatEvent event) {
  if (!Wants(self, event)) return false;
  if (!FlushExpatText(self)) {
    GiveUp(self);
    return false;
  }
  return Wants(self, event);
}

template <size_t kCount>
void Send(ExpatParser* self, ExpatEvent event, Owned (&&arguments)[kCount]) {
  Handle result = CallHandler(self, event, std::move(arguments));
}

// What a handler with a result says; 0 stops the parser.
int Number(ExpatParser* self, Owned result) {
  Handle value = result;
  if (!value) return 0;
  Fallible<int64_t> number = AsInt64(value);
  if (number) return static_cast<int>(number.value);
  GiveUp(self);
  return 0;
}

Owned Attributes(ExpatParser* self, const XML_Char** pairs) {
  int count = 0;
  if (self->specified_attributes)
    count = XML_GetSpecifiedAttributeCount(self->parser);
  else
    while (pairs[count] != nullptr) count += 2;
  Handle all = TRY(self->ordered_attributes ? ListNew(count) : DictNew(count / 2));
  for (int i = 0; i < count; i += 2) {
    Handle name = TRY(Name(self, pairs[i]));
    Handle value = TRY(ExpatText(pairs[i + 1]));
    if (self->ordered_attributes)
      TRY_VOID(ListAppend(all, name) && ListAppend(all, value));
    else
      TRY_VOID(DictSet(all, name, value));
  }
  return all.Release();
}

void OnStartElement(void* data, const XML_Char* name, const XML_Char** attributes) {
  ExpatParser* self = Of(data);
  if (!Ready(self, kOnStartElement)) return;
  Handle all = Attributes(self, attributes);
  if (!all) return GiveUp(self);
  Send(self, kOnStartElement, {Name(self, name), all.Release()});
}
void OnEndElement(void* data, const XML_Char* name) {
  ExpatParser* self = Of(data);
  if (Ready(self, kOnEndElement)) Send(self, kOnEndElement, {Name(self, name)});
}
void OnProcessingInstruction(void* data, const XML_Char* target, const XML_Char* text) {
  ExpatParser* self = Of(data);
  if (Ready(self, kOnProcessingInstruction))
    Send(self, kOnProcessingInstruction, {Name(self, target), ExpatText(text)});
}

bool SendText(ExpatParser* self, const XML_Char* text, int64_t size) {
  if (!Wants(self, kOnCharacterData)) return !HasPendingException();
  Send(self, kOnCharacterData, {StrFromUtf8(text, static_cast<size_t>(size))});
  return !HasPendingException();
}

void OnCharacterData(void* data, const XML_Char* text, int size) {
  ExpatParser* self = Of(data);
  if (HasPendingException()) return;
  if (self->buffer == nullptr) {
    SendText(self, text, size);
    return;
  }
  if (self->buffer_used + size > self->buffer_size) {
    if (!FlushExpatText(self)) return GiveUp(self);
    // The handler may have changed the buffer, or taken itself away.
    if (!Wants(self, kOnCharacterData)) return;
  }
  if (self->buffer == nullptr || size > self->buffer_size) {
    SendText(self, text, size);
    return;
  }
  memcpy(self->buffer + self->buffer_used, text, static_cast<size_t>(size));
  self->buffer_used += size;
}

void OnUnparsedEntityDecl(void* data, const XML_Char* entity, const XML_Char* base,
                          const XML_Char* system, const XML_Char* publicly,
                          const XML_Char* notation) {
  ExpatParser* self = Of(data);
  if (Ready(self, kOnUnparsedEntityDecl))
    Send(self, kOnUnparsedEntityDecl,
         {Name(self, entity), Name(self, base), Name(self, system), Name(self, publicly),
          Name(self, notation)});
}
void OnNotationDecl(void* data, const XML_Char* notation, const XML_Char* base,
                    const XML_Char* system, const XML_Char* publicly) {
  ExpatParser* self = Of(data);
  if (Ready(self, kOnNotationDecl))
    Send(self, kOnNotationDecl,
         {Name(self, notation), Name(self, base), Name(self, system), Name(self, publicly)});
}
void OnStartNamespaceDecl(void* data, const XML_Char* prefix, const XML_Char* uri) {
  ExpatParser* self = Of(data);
  if (Ready(self, kOnStartNamespaceDecl))
    Send(self, kOnStartNamespaceDecl, {Name(self, prefix), Name(self, uri)});
}
void OnEndNamespaceDecl(void* data, const XML_Char* prefix) {
  ExpatParser* self = Of(data);
  if (Ready(self, kOnEndNamespaceDecl)) Send(self, kOnEndNamespaceDecl, {Name(self, prefix)});
}
void OnComment(void* data, const XML_Char* text) {
  ExpatParser* self = Of(data);
  if (Ready(self, kOnComment)) Send(self, kOnComment, {ExpatText(text)});
}
template <ExpatEvent kEvent>
void OnBare(void* data) {
  ExpatParser* self = Of(data);
  if (Ready(self, kEvent)) Discard(CallBare(self, kEvent));
}
constexpr auto OnStartCdataSection = OnBare<kOnStartCdataSection>;
constexpr auto OnEndCdataSection = OnBare<kOnEndCdataSection>;
constexpr auto OnEndDoctypeDecl = OnBare<kOnEndDoctypeDecl>;
template <ExpatEvent kEvent>
void OnAnyText(void* data, const XML_Char* text, int size) {
  ExpatParser* self = Of(data);
  if (Ready(self, kEvent)) Send(self, kEvent, {StrFromUtf8(text, static_cast<size_t>(size))});
}
constexpr auto OnDefault = OnAnyText<kOnDefault>;
constexpr auto OnDefaultExpand = OnAnyText<kOnDefaultExpand>;

int OnNotStandalone(void* data) {
  ExpatParser* self = Of(data);
  return Ready(self, kOnNotStandalone) ? Number(self, CallBare(self, kOnNotStandalone)) : 0;
}
int OnExternalEntityRef(XML_Parser parser, const XML_Char* context, const XML_Char* base,
                        const XML_Char* system, const XML_Char* publicly) {
  ExpatParser* self = Of(XML_GetUserData(parser));
  if (!Ready(self, kOnExternalEntityRef)) return 0;
  return Number(self, CallHandler(self, kOnExternalEntityRef,
                                  {ExpatText(context), Name(self, base), Name(self, system),
                                   Name(self, publicly)}));
}
void OnStartDoctypeDecl(void* data, const XML_Char* name, const XML_Char* system,
                        const XML_Char* publicly, int has_internal_subset) {
  ExpatParser* self = Of(data);
  if (Ready(self, kOnStartDoctypeDecl))
    Send(self, kOnStartDoctypeDecl,
         {Name(self, name), Name(self, system), Name(self, publicly),
          Owned(Value::Int(has_internal_subset))});
}
void OnEntityDecl(void* data, const XML_Char* name, int is_parameter, const XML_Char* value,
                  int size, const XML_Char* base, const XML_Char* system, const XML_Char* publicly,
                  const XML_Char* notation) {
  ExpatParser* self = Of(data);
  if (!Ready(self, kOnEntityDecl)) return;
  Owned text = value == nullptr ? OwnNone() : StrFromUtf8(value, static_cast<size_t>(size));
  Send(self, kOnEntityDecl,
       {Name(self, name), Owned(Value::Int(is_parameter)), text, Name(self, base),
        Name(self, system), Name(self, publicly), Name(self, notation)});
}
void OnXmlDecl(void* data, const XML_Char* version, const XML_Char* encoding, int standalone) {
  ExpatParser* self = Of(data);
  if (Ready(self, kOnXmlDecl))
    Send(self, kOnXmlDecl,
         {ExpatText(version), ExpatText(encoding), Owned(Value::Int(standalone))});
}

// (type, quantifier, name, children).
Owned Model(ExpatParser* self, const XML_Content* content) {
  NativeDepth depth;
  TRY_VOID(depth.Check(" while building a content model"));
  Handle children = TRY(TupleNew(content->numchildren));
  for (unsigned i = 0; i < content->numchildren; ++i)
    TupleInit(children, i, TRY(Model(self, &content->children[i])));
  Handle name = TRY(Name(self, content->name));
  return TupleOf({Value::Int(static_cast<int64_t>(content->type)),
                  Value::Int(static_cast<int64_t>(content->quant)), name, children});
}

void OnElementDecl(void* data, const XML_Char* name, XML_Content* content) {
  ExpatParser* self = Of(data);
  if (Ready(self, kOnElementDecl)) {
    Handle model = Model(self, content);
    if (model)
      Send(self, kOnElementDecl, {Name(self, name), model.Release()});
    else
      GiveUp(self);
  }
  XML_FreeContentModel(self->parser, content);
}
void OnAttlistDecl(void* data, const XML_Char* element, const XML_Char* attribute,
                   const XML_Char* type, const XML_Char* value, int required) {
  ExpatParser* self = Of(data);
  if (Ready(self, kOnAttlistDecl))
    Send(self, kOnAttlistDecl,
         {Name(self, element), Name(self, attribute), ExpatText(type), ExpatText(value),
          Owned(Value::Int(required))});
}
void OnSkippedEntity(void* data, const XML_Char* name, int is_parameter) {
  ExpatParser* self = Of(data);
  if (Ready(self, kOnSkippedEntity))
    Send(self, kOnSkippedEntity, {Name(self, name), Owned(Value::Int(is_parameter))});
}

}  // namespace

bool FlushExpatText(ExpatParser* self) {
  if (self->buffer == nullptr || self->buffer_used == 0) return true;
  int64_t size = self->buffer_used;
  self->buffer_used = 0;
  return SendText(self, self->buffer, size);
}

void SetExpatHandler(ExpatParser* self, ExpatEvent event, Value handler) {
  // expat may hold the old function of text while it calls it: that one stays, and calls nothing.
  bool keep = !handler && event == kOnCharacterData && self->in_handler;
  switch (event) {
#define HANDLER(identifier, attribute, setter)                           \
  case kOn##identifier:                                                  \
    if (!keep) setter(self->parser, handler ? On##identifier : nullptr); \
    break;
#include "runtime/modules/pyexpat/handlers.def"
    default:
      break;
  }
  StoreOwned(&self->handlers[event], Retain(handler));
}

void ClearExpatHandlers(ExpatParser* self) {
  for (int event = 0; event < kExpatEventCount; ++event)
    SetExpatHandler(self, static_cast<ExpatEvent>(event), Value::Empty());
}

int ExpatUnknownEncoding(void*, const XML_Char* name, XML_Encoding* info) {
  if (HasPendingException()) return XML_STATUS_ERROR;
  uint8_t all[256];
  for (int i = 0; i < 256; ++i) all[i] = static_cast<uint8_t>(i);
  Handle text = DecodeBytes(all, 256, name, "replace");
  if (!text) return XML_STATUS_ERROR;
  if (!IsStr(text) || StrLength(text) != 256) {
    Raise(&ValueErrorType, "multi-byte encodings are not supported");
    return XML_STATUS_ERROR;
  }
  for (int i = 0; i < 256; ++i) {
    uint32_t c = StrAt(text, i);
    info->map[i] = c == 0xfffd ? -1 : static_cast<int>(c);
  }
  info->data = nullptr;
  info->convert = nullptr;
  info->release = nullptr;
  return XML_STATUS_OK;
}

}  // namespace polygil

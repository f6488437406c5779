// Elements of XML trees and what builds them: what the files of _elementtree share.

#ifndef POLYGIL_RUNTIME_MODULES__ELEMENTTREE_TREE_H_
#define POLYGIL_RUNTIME_MODULES__ELEMENTTREE_TREE_H_

#include "runtime/modules/native_type.h"

namespace polygil {

struct Element : Object {
  Value tag, text, tail;  // never empty
  Value attrib;           // dict, or empty: none yet
  Value children;         // list, or empty: none yet
};
extern Type ElementType;
bool InitElementType();
inline bool IsElement(Value v) { return IsInstanceOf(v, ElementType); }
inline Element* ElementOf(Value v) { return v.As<Element>(); }

// A new plain element; attrib (retained, not copied) may be empty.
Owned ElementNew(Value tag, Value attrib_or_empty);
bool ElementAppend(Value parent, Value child);
// SubElement(parent, tag, attrib={}, **extra).
Owned SubElementFunction(Value module, const Value* args, size_t nargs, Value keyword_names);

// -- iterator.cc: iter(tag), or the texts of itertext().
Owned ElementIteratorNew(Value root, Value tag, bool texts);
bool InitElementIteratorType();

// -- builder.cc
struct TreeBuilder : Object {
  Value root, current, last;  // or empty; `current` empty outside the root
  Value last_for_tail;        // what text belongs behind; empty: into `last`
  Value data;                 // text so far: a str, or a list of pieces; or empty
  Value stack;                // list of the open elements' parents
  Value element_factory, comment_factory, pi_factory;  // or empty
  Value append_event;                                  // or empty: no events
  Value events[6];  // names to be reported, by BuilderEvent; or empty
  bool insert_comments, insert_pis;
};
enum BuilderEvent { kEventStart, kEventEnd, kEventStartNs, kEventEndNs, kEventComment, kEventPi };
extern Type TreeBuilderType;
bool InitTreeBuilderType();
Owned BuilderStart(Value builder, Value tag, Value attrib);
bool BuilderData(Value builder, Value text);
Owned BuilderEnd(Value builder);
Owned BuilderComment(Value builder, Value text);
Owned BuilderPi(Value builder, Value target, Value text);
Owned BuilderClose(Value builder);
bool BuilderEventHappened(Value builder, BuilderEvent event, Value what);

// -- xml_parser.cc
bool InitXmlParserType();
Type* XmlParserTypeObject();

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_MODULES__ELEMENTTREE_TREE_H_

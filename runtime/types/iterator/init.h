// Start-up of the iterator family.

#ifndef POLYGIL_RUNTIME_TYPES_ITERATOR_INIT_H_
#define POLYGIL_RUNTIME_TYPES_ITERATOR_INIT_H_

namespace polygil {

// False: out of memory (an exception is pending).
bool InitIteratorTypes();

bool InitSequenceIteratorTypes();  // iterator, callable_iterator, reversed
bool InitEnumerateType();
bool InitMapTypes();               // map, filter, zip

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_TYPES_ITERATOR_INIT_H_

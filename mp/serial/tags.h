// The format of messages: each value is a tag byte and what the comment says. n is a count of variable length
// (7 bits a byte, lowest first).
#ifndef POLYGIL_MP_SERIAL_TAGS_H_
#define POLYGIL_MP_SERIAL_TAGS_H_

#include <cstdint>

namespace polygil {

enum class SerialTag : uint8_t {
  kNone,
  kFalse,
  kTrue,
  kEllipsis,
  kNotImplemented,
  kSmallInt,    // n: zigzag
  kBigInt,      // sign byte, n limbs
  kFloat,       // 8 bytes
  kComplex,     // 16 bytes
  kAscii,       // n bytes
  kStr,         // byte: width of a unit; n units
  kBytes,       // n bytes
  kByteArray,   // n bytes
  kTuple,       // n values
  kList,        // n values
  kDict,        // n keys and values
  kSet,         // n values
  kFrozenSet,   // n values
  kSlice,       // start, stop, step
  kRange,       // start, stop, step
  kGlobal,      // module, qualified name: values
  kModule,      // name: a value
  kReduce,      // callable, arguments, then what kBuild... bits of the next byte announce
  kNewObject,   // class, arguments; the rest as kReduce
  kReference,   // n: an object that was numbered before
  kNumbered,    // the next value gets the next number
};

// Parts behind kReduce and kNewObject, in this order.
enum SerialBuild : uint8_t {
  kBuildState = 1,      // a value
  kBuildList = 2,       // a list of items
  kBuildDict = 4,       // a list of pairs
  kBuildSetter = 8,     // with kBuildState: a callable(object, state)
};

}  // namespace polygil

#endif  // POLYGIL_MP_SERIAL_TAGS_H_

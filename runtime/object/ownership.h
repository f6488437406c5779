// Three spellings of ownership, one meaning each:
//   Value   a parameter or a peek: borrowed, valid while somebody else owns it
//   Owned   a result that hands one reference over; trivial, so it travels in a register
//   Handle  a local or a field that owns one reference and drops it at the end of its scope
//
// A function that can fail returns Owned, bool or Fallible<T>; the empty Owned, false, and an
// empty Fallible mean "a Python exception is pending in the ThreadState" unless the declaration
// says that empty *without* a pending exception means "absent" or "exhausted".
// TRY(expr) takes the result or returns the failure from the enclosing function:
//
//   Owned ListCopy(Value list) {
//     Handle copy = TRY(ListNew(ListSize(list)));
//     ...
//     return copy.Release();
//   }

#ifndef POLYGIL_RUNTIME_OBJECT_OWNERSHIP_H_
#define POLYGIL_RUNTIME_OBJECT_OWNERSHIP_H_

#include <cstdint>
#include <utility>

#include "runtime/object/object.h"
#include "runtime/object/value.h"

namespace polygil {

// One reference, handed to the caller. Must be consumed: by Handle, or by storing it.
struct [[nodiscard]] Owned {
  uint64_t bits = 0;

  constexpr Owned() = default;
  explicit constexpr Owned(Value value) : bits(value.bits) {}  // adopts: no count is touched
  constexpr explicit operator bool() const { return bits != 0; }
  // The value without its ownership; the reference is still to be consumed.
  constexpr Value Peek() const { return {bits}; }
};
static_assert(sizeof(Owned) == 8);

// A new reference to a borrowed value.
inline Owned Retain(Value value) {
  IncRef(value);
  return Owned(value);
}
inline Owned OwnNone() { return Owned(Value::None()); }
inline Owned OwnBool(bool b) { return Owned(Value::Bool(b)); }
inline Owned OwnNotImplemented() { return Owned(Value::NotImplemented()); }
// Drops a reference that nobody wants.
inline void Discard(Owned owned) { DecRef(owned.Peek()); }

class Handle {
 public:
  Handle() : value_(Value::Empty()) {}
  Handle(Owned owned) : value_(owned.Peek()) {}  // NOLINT: adopting is the point
  Handle(Handle&& other) noexcept : value_(other.value_) { other.value_ = Value::Empty(); }
  Handle& operator=(Handle&& other) noexcept {
    Value old = std::exchange(value_, std::exchange(other.value_, Value::Empty()));
    DecRef(old);
    return *this;
  }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  ~Handle() { DecRef(value_); }

  Value Get() const { return value_; }
  operator Value() const { return value_; }  // NOLINT: a handle lends itself
  bool IsEmpty() const { return value_.IsEmpty(); }
  explicit operator bool() const { return !value_.IsEmpty(); }
  // Gives the reference away, e.g. in `return result.Release();`.
  Owned Release() { return Owned(std::exchange(value_, Value::Empty())); }
  void Reset() { DecRef(std::exchange(value_, Value::Empty())); }
  template <typename T>
  T* As() const {
    return value_.As<T>();
  }

 private:
  Value value_;
};

// Stores a new reference into a field, dropping what was there *after* the field is valid again.
inline void StoreOwned(Value* field, Owned value) {
  Value old = std::exchange(*field, value.Peek());
  DecRef(old);
}
inline void ClearField(Value* field) { DecRef(std::exchange(*field, Value::Empty())); }

// A plain result that may have failed with a pending exception.
template <typename T>
struct [[nodiscard]] Fallible {
  T value{};
  bool ok = false;
  constexpr Fallible() = default;
  constexpr Fallible(T v) : value(std::move(v)), ok(true) {}  // NOLINT
  constexpr explicit operator bool() const { return ok; }
};

// What Raise...() returns: converts to the failure of whatever the function returns.
struct Raised {
  operator Owned() const { return {}; }  // NOLINT
  operator bool() const { return false; }  // NOLINT
  template <typename T>
  operator Fallible<T>() const {  // NOLINT
    return {};
  }
  template <typename T>
  operator T*() const {  // NOLINT
    return nullptr;
  }
};

namespace internal {
inline Owned TakeResult(Owned o) { return o; }
inline bool TakeResult(bool b) { return b; }
template <typename T>
T TakeResult(Fallible<T> f) {
  return std::move(f.value);
}
template <typename T>
T* TakeResult(T* pointer) {
  return pointer;
}
}  // namespace internal

#define TRY(expression)                                            \
  ({                                                               \
    auto try_result = (expression);                                \
    if (!try_result) [[unlikely]]                                  \
      return ::polygil::Raised();                                  \
    ::polygil::internal::TakeResult(std::move(try_result));        \
  })

// For functions that fail with false, when the result is not wanted.
#define TRY_VOID(expression)                      \
  do {                                            \
    if (!(expression)) [[unlikely]]               \
      return ::polygil::Raised();                 \
  } while (0)

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_OBJECT_OWNERSHIP_H_

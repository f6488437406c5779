// The outcome of an operating-system operation in mp: an errno value and the name of what failed. It keeps the
// errno because the object layer raises OSError from it.
#ifndef POLYGIL_MP_SEGMENT_STATUS_H_
#define POLYGIL_MP_SEGMENT_STATUS_H_

namespace polygil::mp {

struct [[nodiscard]] Status {
  int error = 0;               // errno value, 0: success
  const char* operation = "";  // static text, such as "memfd_create"

  bool ok() const { return error == 0; }
};

// Success, or the present errno.
Status StatusFromErrno(const char* operation);

}  // namespace polygil::mp

#endif  // POLYGIL_MP_SEGMENT_STATUS_H_

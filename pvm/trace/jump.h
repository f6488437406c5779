// frame.f_lineno = line: a trace function moves the frame to another line (inspect, pdb's jump).

#ifndef POLYGIL_PVM_TRACE_JUMP_H_
#define POLYGIL_PVM_TRACE_JUMP_H_

#include "pvm/frame/frame.h"

namespace polygil {

// Allowed in a line event, and in the return event of a yield, to a line whose temporaries are all
// there already: those that are too many are dropped, handled exceptions with them, and unbound
// variables become None (RuntimeWarning), since code there may rely on them. ValueError says why not.
bool FrameJump(FrameObject* frame, Value line);

}  // namespace polygil

#endif  // POLYGIL_PVM_TRACE_JUMP_H_

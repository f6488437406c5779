// Signals: from the C handler, which may run anywhere at any moment, to the Python handlers, which run
// in the main thread between two instructions.

#ifndef POLYGIL_RUNTIME_MODULES_SIGNAL_SIGNALS_H_
#define POLYGIL_RUNTIME_MODULES_SIGNAL_SIGNALS_H_

#include <csignal>
#include <cstddef>
#include <cstdint>

#include "runtime/object/ownership.h"
#include "runtime/object/value.h"

namespace polygil {

inline constexpr int kSignalCount = 65;  // NSIG of the signal module

// As if the signal had arrived (interrupt_main); nothing happens if it has no Python handler. False:
// the number is out of range. GIL held.
bool SimulateSignal(int64_t number);
// Runs the handlers of signals that arrived. RuntimeHooks::check_signals: main thread, GIL held.
bool CheckSignals();
// At start-up: ignores SIGPIPE and SIGXFSZ as Python does, and makes SIGINT a KeyboardInterrupt.
bool StartSignals();

// -- Between the files of the module --------------------------------------------------------------

// The Python handler of each signal: callable, int (SIG_DFL, SIG_IGN) or None. Borrowed.
Value SignalHandler(int number);
bool SetSignalHandler(int number, Value handler);
// Sends the signal to the C handler of this module, or to SIG_DFL or SIG_IGN. False: errno is set.
bool InstallSignal(int number, void (*disposition)(int));
void CatchSignal(int number);  // the C handler
// The descriptor a byte is written to for every signal, -1: none. Returns the old one.
int ExchangeWakeupDescriptor(int descriptor, bool warn_on_full);
// Fills the handlers from the dispositions the process was started with.
bool InitHandlers();

// sets.cc: int iterables as signal sets and back.
bool ParseSignalSet(Value iterable, sigset_t* set);
Owned SignalSetValues(const sigset_t& set);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_MODULES_SIGNAL_SIGNALS_H_

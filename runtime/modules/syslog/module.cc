// syslog: messages to the system's logger.

#include <syslog.h>

#include <string>

#include "runtime/modules/module_state.h"
#include "runtime/modules/native_type.h"
#include "runtime/object/hooks.h"
#include "runtime/types/container/list.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

// The library keeps the pointer to the program's name: it must outlive the connection.
struct Connection {
  std::string name;
  bool open = false;
};
Connection* Current() {
  static Connection connection;
  return &connection;
}

// The last part of sys.argv[0]; empty without one.
std::string ProgramName() {
  Value arguments = DictGetAscii(CurrentInterpreter()->sys_dict, "argv");
  if (!arguments || !IsList(arguments) || ListSize(arguments) == 0) return "";
  Value first = ListAt(arguments, 0);
  if (!IsStr(first)) return "";
  char buffer[1024];
  std::string text = StrForMessage(first, buffer, sizeof(buffer));
  size_t slash = text.rfind('/');
  return slash == text.npos ? text : text.substr(slash + 1);
}

void Open(std::string name, int options, int facility) {
  Connection* connection = Current();
  if (connection->open) closelog();
  connection->name = std::move(name);
  connection->open = true;
  openlog(connection->name.empty() ? nullptr : connection->name.c_str(), options, facility);
}

Owned SyslogOpen(Value, const Value* args) {
  std::string name;
  if (args[0]) {
    if (!IsStr(args[0]))
      return Raise(&TypeErrorType, "openlog() argument 1 must be str, not %T", args[0]);
    Handle owner;
    name = TRY(StrAsUtf8(args[0], &owner));
  } else {
    name = ProgramName();
  }
  int64_t options = args[1] ? TRY(AsInt64(args[1])) : 0;
  int64_t facility = args[2] ? TRY(AsInt64(args[2])) : LOG_USER;
  Open(std::move(name), static_cast<int>(options), static_cast<int>(facility));
  return OwnNone();
}

Owned SyslogClose(Value) {
  if (Current()->open) closelog();
  Current()->open = false;
  return OwnNone();
}

Owned SyslogWrite(Value, const Value* args, size_t nargs) {
  Value message = nargs > 0 ? args[nargs - 1] : Value::Empty();
  if (nargs < 1 || nargs > 2 || !IsStr(message) || (nargs == 2 && !IsAnyInt(args[0])))
    return Raise(&TypeErrorType, "[priority,] message string");
  int64_t priority = nargs == 2 ? TRY(AsInt64(args[0])) : LOG_INFO;
  Handle owner;
  std::string text(TRY(StrAsUtf8(message, &owner)));
  if (!Current()->open) Open(ProgramName(), 0, LOG_USER);
  GilReleased released;
  syslog(static_cast<int>(priority), "%s", text.c_str());
  return OwnNone();
}

Owned SyslogSetMask(Value, Value mask) {
  int64_t number = TRY(AsInt64(mask));
  return Owned(Value::Int(setlogmask(static_cast<int>(number))));
}
Owned SyslogMask(Value, Value priority) {
  int64_t number = TRY(AsInt64(priority));
  return Owned(Value::Int(int64_t{LOG_MASK(number & 31)}));
}
Owned SyslogUpTo(Value, Value priority) {
  int64_t number = TRY(AsInt64(priority));
  return Owned(Value::Int(int64_t{LOG_UPTO(number & 15)}));
}

constexpr IntConstant kConstants[] = {{"LOG_EMERG", LOG_EMERG},       {"LOG_ALERT", LOG_ALERT},
                                      {"LOG_CRIT", LOG_CRIT},         {"LOG_ERR", LOG_ERR},
                                      {"LOG_WARNING", LOG_WARNING},   {"LOG_NOTICE", LOG_NOTICE},
                                      {"LOG_INFO", LOG_INFO},         {"LOG_DEBUG", LOG_DEBUG},
                                      {"LOG_PID", LOG_PID},           {"LOG_CONS", LOG_CONS},
                                      {"LOG_NDELAY", LOG_NDELAY},     {"LOG_ODELAY", LOG_ODELAY},
                                      {"LOG_NOWAIT", LOG_NOWAIT},     {"LOG_PERROR", LOG_PERROR},
                                      {"LOG_KERN", LOG_KERN},         {"LOG_USER", LOG_USER},
                                      {"LOG_MAIL", LOG_MAIL},         {"LOG_DAEMON", LOG_DAEMON},
                                      {"LOG_AUTH", LOG_AUTH},         {"LOG_LPR", LOG_LPR},
                                      {"LOG_LOCAL0", LOG_LOCAL0},     {"LOG_LOCAL1", LOG_LOCAL1},
                                      {"LOG_LOCAL2", LOG_LOCAL2},     {"LOG_LOCAL3", LOG_LOCAL3},
                                      {"LOG_LOCAL4", LOG_LOCAL4},     {"LOG_LOCAL5", LOG_LOCAL5},
                                      {"LOG_LOCAL6", LOG_LOCAL6},     {"LOG_LOCAL7", LOG_LOCAL7},
                                      {"LOG_SYSLOG", LOG_SYSLOG},     {"LOG_CRON", LOG_CRON},
                                      {"LOG_UUCP", LOG_UUCP},         {"LOG_NEWS", LOG_NEWS},
                                      {"LOG_AUTHPRIV", LOG_AUTHPRIV}, {}};

bool Execute(Value module) { return AddIntConstants(module, kConstants); }

constexpr MethodDef kFunctions[] = {
    PY_FUNCTION(syslog, openlog, Bound(SyslogOpen),
                "($module, ident=None, logoption=0, facility=LOG_USER)\n--\n\n"
                "Set logging options of subsequent syslog() calls."),
    PY_FUNCTION(syslog, closelog, NoArgs(SyslogClose),
                "($module, /)\n--\n\nReset the syslog module values and call closelog()."),
    PY_FUNCTION(syslog, syslog, Positional(SyslogWrite, 0, kNoMaximum),
                "syslog([priority=LOG_INFO,] message)\n\nSend the message to the system logger."),
    PY_FUNCTION(syslog, setlogmask, OneArg(SyslogSetMask),
                "($module, maskpri, /)\n--\n\nSet the priority mask and return the previous one."),
    PY_FUNCTION(syslog, LOG_MASK, OneArg(SyslogMask),
                "($module, pri, /)\n--\n\nCalculate the mask for the individual priority."),
    PY_FUNCTION(syslog, LOG_UPTO, OneArg(SyslogUpTo),
                "($module, pri, /)\n--\n\nCalculate the mask for all priorities up to this one."),
    {}};

}  // namespace

extern const ModuleDefinition SyslogModule;
const ModuleDefinition SyslogModule = {"syslog", nullptr, kFunctions, Execute};

}  // namespace polygil

#include "runtime/modules/faulthandler/dump.h"

#include <cstring>
#include <unistd.h>

#include "pvm/frame/frame.h"
#include "runtime/object/heap/gc_state.h"
#include "runtime/types/classes/module.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/set.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

constexpr int kMaxFrames = 100, kMaxThreads = 100;
constexpr int64_t kMaxText = 500;

void Write(int fd, const char* text, size_t size) {
  while (size > 0) {
    ssize_t written = write(fd, text, size);
    if (written <= 0) return;
    text += written;
    size -= static_cast<size_t>(written);
  }
}

constexpr char kDigits[] = "0123456789abcdef";

void DumpHexadecimal(int fd, uint64_t number, int width) {
  char text[16];
  for (int i = width; i-- > 0; number >>= 4) text[i] = kDigits[number & 15];
  Write(fd, text, static_cast<size_t>(width));
}

// Whatever is not plain ASCII as an escape.
void DumpStr(int fd, Value text) {
  int64_t length = StrLength(text);
  char run[64];
  size_t used = 0;
  for (int64_t i = 0; i < length && i < kMaxText; ++i) {
    uint32_t c = StrAt(text, i);
    bool plain = c >= ' ' && c < 127;
    if (plain) run[used++] = static_cast<char>(c);
    if (used == sizeof run || !plain) {
      Write(fd, run, used);
      used = 0;
    }
    if (plain) continue;
    DumpText(fd, c < 0x100 ? "\\x" : c < 0x10000 ? "\\u" : "\\U");
    DumpHexadecimal(fd, c, c < 0x100 ? 2 : c < 0x10000 ? 4 : 8);
  }
  Write(fd, run, used);
  if (length > kMaxText) DumpText(fd, "...");
}

void DumpStrOr(int fd, Value text) {
  if (text && text.IsPointer() && IsStr(text)) return DumpStr(fd, text);
  DumpText(fd, "???");
}

void DumpFrame(int fd, const FrameRecord* record) {
  const Code* code = record->code;
  DumpText(fd, "  File ");
  DumpText(fd, "\"");
  DumpStrOr(fd, code->filename);
  DumpText(fd, "\", line ");
  bool known = record->pc >= code->instructions && record->pc < code->instructions + code->instruction_count;
  int32_t line = known ? CodeLineWithoutMemory(code, InstructionIndex(code, record->pc)) : -1;
  if (line >= 0) {
    DumpNumber(fd, static_cast<uint64_t>(line));
  } else {
    DumpText(fd, "???");
  }
  DumpText(fd, " in ");
  DumpStrOr(fd, code->name);
  DumpText(fd, "\n");
}

void DumpFrames(int fd, const ThreadState* thread) {
  const FrameRecord* record = thread->frame;
  if (record == nullptr || record <= thread->frame_base || record->code == nullptr) {
    return DumpText(fd, "  <no Python frame>\n");
  }
  for (int depth = 0; record > thread->frame_base && record->code != nullptr; ++depth, --record) {
    if (depth == kMaxFrames) return DumpText(fd, "  ...\n");
    DumpFrame(fd, record);
  }
}

// Does the frozenset (or set) hold the text? Without hashing or comparing by Python's rules.
bool Holds(Value set, Value text) {
  if (!set || !set.IsPointer() || !TypeOf(set)->Has(kTypeIsSet)) return false;
  int64_t position = 0;
  Value key;
  while (SetNext(set, &position, &key)) {
    if (IsStr(key) && StrEqual(key, text)) return true;
  }
  return false;
}

}  // namespace

void DumpText(int fd, const char* text) { Write(fd, text, strlen(text)); }

void DumpNumber(int fd, uint64_t number) {
  char text[20];
  size_t at = sizeof text;
  do {
    text[--at] = kDigits[number % 10];
    number /= 10;
  } while (number != 0);
  Write(fd, text + at, sizeof text - at);
}

void DumpStack(int fd, const ThreadState* thread) {
  DumpText(fd, "Stack (most recent call first):\n");
  DumpFrames(fd, thread);
}

void DumpAllStacks(int fd, const Interpreter* interpreter, const ThreadState* current) {
  int count = 0;
  for (const ThreadState* thread = interpreter->first_thread; thread != nullptr; thread = thread->next) {
    if (count > 0) DumpText(fd, "\n");
    if (count++ == kMaxThreads) return DumpText(fd, "...\n");
    DumpText(fd, thread == current ? "Current thread 0x" : "Thread 0x");
    DumpHexadecimal(fd, thread->thread_id, 16);
    DumpText(fd, " (most recent call first):\n");
    if (thread == current && interpreter->gc != nullptr && interpreter->gc->collecting) {
      DumpText(fd, "  Garbage-collecting\n");
    }
    DumpFrames(fd, thread);
  }
}

void DumpStacks(int fd, const Interpreter* interpreter, const ThreadState* current, bool all_threads) {
  if (all_threads) return DumpAllStacks(fd, interpreter, current);
  if (current != nullptr) DumpStack(fd, current);
}

void DumpExtensionModules(int fd, const Interpreter* interpreter) {
  if (!interpreter->modules || !interpreter->sys_dict) return;
  Value known = DictGetAscii(interpreter->sys_dict, "stdlib_module_names");
  int64_t position = 0;
  uint64_t count = 0;
  Value name, module;
  while (DictNext(interpreter->modules, &position, &name, &module)) {
    bool native = IsStr(name) && IsExactly(module, ModuleType) && module.As<Module>()->definition != nullptr;
    if (!native || Holds(known, name)) continue;
    DumpText(fd, count++ == 0 ? "\nExtension modules: " : ", ");
    DumpStr(fd, name);
  }
  if (count == 0) return;
  DumpText(fd, " (total: ");
  DumpNumber(fd, count);
  DumpText(fd, ")\n");
}

}  // namespace polygil

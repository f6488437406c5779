#include "runtime/modules/sys/display.h"

#include <unistd.h>

#include <string>
#include <vector>

#include "pvm/code/code.h"
#include "pvm/frame/frame.h"
#include "runtime/modules/sys/source_line.h"
#include "runtime/modules/sys/suggestions.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/classes/type_attributes.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/exception/exception.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/names.h"

namespace polygil {
namespace {

constexpr int kMaximumGroupWidth = 15, kMaximumGroupDepth = 10;
constexpr int64_t kDefaultLimit = 1000;
constexpr int64_t kRepeatsShown = 3;

class Printer {
 public:
  explicit Printer(StrBuilder* out) : out_(out) {}
  bool Exception(Value exception);

 private:
  bool One(Value exception);
  bool Group(Value exception);
  bool Member(Value exception, int64_t index, int64_t count);
  bool Chained(Value exception, const char* text);
  bool TracebackOf(Value exception);
  bool TracebackEntries(Value traceback);
  bool Entry(Value filename, int32_t line, Value name, Traceback* traceback);
  bool SourceLine(Value filename, int32_t line, Traceback* traceback);
  bool Carets(const std::string& text, int64_t truncation, const PositionEntry& position);
  bool Repeats(int64_t count);
  bool SyntaxErrorPlace(Value exception, Handle* message);
  bool ErrorText(const std::string& text, int64_t offset, int64_t end_offset);
  bool Message(Value exception, Value message_or_empty);
  bool TypeText(Type* type);
  bool Notes(Value exception);
  bool Note(Value text);

  bool Put(const char* text) { return out_->AppendUtf8(text); }
  bool Put(const std::string& text) { return out_->AppendUtf8(text); }
  bool Indent() { return out_->AppendFill(' ', 2 * depth_); }
  bool Margin() { return Indent() && (depth_ == 0 || Put("| ")); }

  StrBuilder* out_;
  std::vector<uint64_t> seen_;
  int depth_ = 0;  // of groups
  bool need_close_ = false;
};

bool IsGroup(Value exception) { return IsInstanceOf(exception, BaseExceptionGroupType); }

// -- Source lines and markers ----------------------------------------------------------------------

int64_t CountCharacters(const std::string& text, size_t bytes) {
  int64_t count = 0;
  for (size_t i = 0; i < bytes && i < text.size(); ++i) count += (text[i] & 0xC0) != 0x80;
  return count;
}

bool Printer::Carets(const std::string& text, int64_t truncation, const PositionEntry& position) {
  int64_t length = CountCharacters(text, text.size());
  int64_t start = CountCharacters(text, static_cast<size_t>(position.column)), end;
  int64_t left = -1, right = -1;
  const char *primary = "^", *secondary = "^";
  if (position.line == position.end_line) {
    end = CountCharacters(text, static_cast<size_t>(position.end_column));
    int32_t left_byte, right_byte;
    if (FindAnchors(text, position.column, position.end_column, &left_byte, &right_byte)) {
      left = CountCharacters(text, static_cast<size_t>(left_byte));
      right = CountCharacters(text, static_cast<size_t>(right_byte));
      primary = "~";
    }
  } else {
    end = length;
    for (size_t i = text.size(); i-- > 0 && (text[i] == ' ' || text[i] == '\t' || text[i] == '\f');) --end;
  }
  bool special = left != -1 || right != -1;
  // A marker under the whole line says nothing.
  if (end - start == length - truncation - 4 && !special) return true;
  if (!Margin()) return false;
  for (int64_t offset = truncation + 1; offset <= end; ++offset) {
    const char* mark = offset <= start                                     ? " "
                       : special && left < offset && offset <= right ? secondary
                                                                           : primary;
    if (!Put(mark)) return false;
  }
  return Put("\n");
}

bool Printer::SourceLine(Value filename, int32_t line, Traceback* traceback) {
  std::string text;
  if (!ReadSourceLine(filename, line, &text)) return true;
  size_t blanks = 0;
  while (blanks < text.size() && (text[blanks] == ' ' || text[blanks] == '\t' || text[blanks] == '\f')) ++blanks;
  if (!Margin() || !Put("    ") || !Put(text.substr(blanks)) || !Put("\n")) return false;
  FrameObject* frame = traceback->frame.As<FrameObject>();
  if (traceback->last_offset < 0) return true;
  const PositionEntry* position = CodePosition(frame->code.As<Code>(),
                                               static_cast<uint32_t>(traceback->last_offset) / 2);
  if (position == nullptr || position->line < 0 || position->end_line < 0 || position->column < 0 ||
      position->end_column < 0)
    return true;
  return Carets(text, static_cast<int64_t>(blanks) - 4, *position);
}

bool Printer::Entry(Value filename, int32_t line, Value name, Traceback* traceback) {
  if (!Margin() || !Put("  File \"") || !out_->Append(filename) || !Put("\", line ") ||
      !Put(std::to_string(line)) || !Put(", in ") || !out_->Append(name) || !Put("\n"))
    return false;
  return SourceLine(filename, line, traceback);
}

bool Printer::Repeats(int64_t count) {
  count -= kRepeatsShown;
  if (count <= 0) return true;
  return Margin() && Put("  [Previous line repeated " + std::to_string(count) + " more time" +
                         (count > 1 ? "s]\n" : "]\n"));
}

int64_t TracebackLimit() {
  Value limit = DictGetAscii(CurrentInterpreter()->sys_dict, "tracebacklimit");
  int64_t number;
  if (!limit || !IsAnyInt(limit)) return kDefaultLimit;
  if (!IntFitsInt64(limit, &number)) return IntSign(limit) < 0 ? 0 : kDefaultLimit;
  return number;
}

int32_t LineOf(Traceback* traceback) {
  if (traceback->lineno != -1) return traceback->lineno;
  const Code* code = traceback->frame.As<FrameObject>()->code.As<Code>();
  const PositionEntry* position = CodePosition(code, static_cast<uint32_t>(traceback->last_offset) / 2);
  return position == nullptr ? code->first_line : position->line;
}

bool Printer::TracebackEntries(Value first) {
  int64_t limit = TracebackLimit(), depth = 0;
  for (Value t = first; t; t = t.As<Traceback>()->next) ++depth;
  Value at = first;
  for (; depth > limit && at; --depth) at = at.As<Traceback>()->next;
  const Code* last_code = nullptr;
  int32_t last_line = -1;
  int64_t repeats = 0;
  for (; at; at = at.As<Traceback>()->next) {
    auto* traceback = at.As<Traceback>();
    const Code* code = traceback->frame.As<FrameObject>()->code.As<Code>();
    int32_t line = LineOf(traceback);
    if (last_code == nullptr || !StrEqual(code->filename, last_code->filename) || line != last_line ||
        !StrEqual(code->name, last_code->name)) {
      if (!Repeats(repeats)) return false;
      last_code = code;
      last_line = line;
      repeats = 0;
    }
    ++repeats;
    if (repeats <= kRepeatsShown && !Entry(code->filename, line, code->name, traceback)) return false;
  }
  return Repeats(repeats);
}

bool Printer::TracebackOf(Value exception) {
  Value traceback = exception.As<BaseException>()->traceback;
  if (!traceback || traceback.IsNone()) return true;
  if (TracebackLimit() <= 0) return true;
  bool group = IsGroup(exception);
  if (!Indent() || !Put(depth_ == 0 ? "" : group && depth_ == 1 ? "+ " : "| ")) return false;
  if (!Put(group ? "Exception Group Traceback (most recent call last):\n"
                 : "Traceback (most recent call last):\n"))
    return false;
  return TracebackEntries(traceback);
}

// -- SyntaxError -----------------------------------------------------------------------------------

bool Printer::ErrorText(const std::string& source, int64_t offset, int64_t end_offset) {
  int64_t carets = end_offset > 0 && end_offset > offset ? end_offset - offset : 1;
  const char* text = source.c_str();
  --offset;
  while (*text == ' ' || *text == '\t' || *text == '\f') ++text, --offset;
  std::string line = text;
  if (!line.empty() && line.back() == '\n') line.pop_back();
  if (offset > static_cast<int64_t>(line.size())) offset = static_cast<int64_t>(line.size());
  for (size_t newline; (newline = line.find('\n')) != std::string::npos;) {
    if (static_cast<int64_t>(newline) >= offset) break;
    line.erase(0, newline + 1);
    offset -= static_cast<int64_t>(newline) + 1;
  }
  if (!Put("    ") || !Put(line) || !Put("\n")) return false;
  if (offset < 0) return true;
  return Put("    ") && out_->AppendFill(' ', offset) && out_->AppendFill('^', carets) && Put("\n");
}

bool FieldNumber(Value v, int64_t* number) { return v && IsAnyInt(v) && IntFitsInt64(v, number); }

// The place and the text, if the exception has them; *message is what to print instead of str().
bool Printer::SyntaxErrorPlace(Value exception, Handle* message) {
  if (!IsInstanceOf(exception, SyntaxErrorType)) return true;
  auto* error = exception.As<SyntaxError>();
  int64_t line, offset = -1, end_line = 0, end_offset = -1;
  if (!FieldNumber(error->lineno, &line)) return true;
  FieldNumber(error->offset, &offset);
  // The types derived from SyntaxError are shown with their start alone.
  if (IsExactly(exception, SyntaxErrorType)) {
    FieldNumber(error->end_lineno, &end_line);
    FieldNumber(error->end_offset, &end_offset);
  }
  *message = error->message && !error->message.IsNone() ? ToStr(error->message) : StrEmpty();
  if (message->IsEmpty()) ClearPending();
  if (!Margin() || !Put("  File \"")) return false;
  bool named = error->filename && !error->filename.IsNone();
  Handle filename = named ? ToStr(error->filename) : StrFromUtf8("<string>");
  if (filename.IsEmpty()) ClearPending();
  if (!(filename.IsEmpty() || out_->Append(filename.Get())) || !Put("\", line ") ||
      !Put(std::to_string(line)) || !Put("\n"))
    return false;
  if (!error->text || !IsStr(error->text)) return true;
  Handle owner;
  Fallible<std::string_view> view = StrAsUtf8(error->text, &owner);
  if (!view.ok) {
    ClearPending();
    return true;
  }
  int64_t size = static_cast<int64_t>(view.value.size());
  if (end_line > line) end_offset = size;
  if (end_offset > size + 1) end_offset = size + 1;
  return ErrorText(std::string(view.value), offset, end_offset);
}

// -- The last line and notes -----------------------------------------------------------------------

bool Printer::TypeText(Type* type) {
  Handle module = TypeModule(type);
  if (module.IsEmpty() || !IsStr(module)) {
    ClearPending();
    if (!Put("<unknown>.")) return false;
  } else if (!StrEqualsAscii(module, "builtins") && !StrEqualsAscii(module, "__main__")) {
    if (!out_->Append(module.Get()) || !Put(".")) return false;
  }
  Value name = type->qualname ? type->qualname : type->name;
  return name ? out_->Append(name) : Put(TypeNameOf(type));
}

bool Printer::Message(Value exception, Value message) {
  if (!Margin() || !TypeText(TypeOf(exception))) return false;
  Handle text = message ? Retain(message) : ToStr(exception);
  if (text.IsEmpty()) {
    ClearPending();
    if (!Put(": <exception str() failed>")) return false;
  } else if (StrLength(text) > 0) {
    if (!Put(": ") || !out_->Append(text.Get())) return false;
  }
  Handle suggestion = SuggestionFor(exception);
  if (!suggestion.IsEmpty()) {
    if (!Put(". Did you mean: '") || !out_->Append(suggestion.Get()) || !Put("'?")) return false;
  }
  return Put("\n");
}

bool Printer::Note(Value text) {
  int64_t length = StrLength(text), start = 0;
  for (int64_t i = 0; i <= length; ++i) {
    if (i < length && StrAt(text, i) != '\n') continue;
    if (!Margin() || !out_->AppendRange(text, start, i) || !Put("\n")) return false;
    start = i + 1;
  }
  return true;
}

bool Printer::Notes(Value exception) {
  Handle notes = FindAttribute(exception, names.__notes__);
  if (notes.IsEmpty()) {
    ClearPending();
    return true;
  }
  if (notes.Get().IsNone()) return true;
  if (!IsList(notes) && !IsTuple(notes)) {
    Handle text = Repr(notes);
    if (!text.IsEmpty()) return Note(text);
    ClearPending();
    return Margin() && Put("<__notes__ repr() failed>\n");
  }
  Handle owner;
  Fallible<ItemsView> items = FastItems(notes, &owner, "notes");
  for (int64_t i = 0; items.ok && i < items.value.size; ++i) {
    Handle text = ToStr(items.value.items[i]);
    if (text.IsEmpty()) {
      ClearPending();
      if (!Margin() || !Put("<note str() failed>\n")) return false;
    } else if (!Note(text)) {
      return false;
    }
  }
  return true;
}

// -- Exceptions ------------------------------------------------------------------------------------

bool Printer::One(Value exception) {
  Handle message;
  return TracebackOf(exception) && SyntaxErrorPlace(exception, &message) &&
         Message(exception, message) && Notes(exception);
}

bool Printer::Member(Value exception, int64_t index, int64_t count) {
  bool truncated = index >= kMaximumGroupWidth;
  bool last = index + 1 == count || truncated;
  if (last) need_close_ = true;
  std::string label = truncated ? "..." : std::to_string(index + 1);
  if (!Indent() || !Put(index == 0 ? "+-" : "  ") ||
      !Put("+---------------- " + label + " ----------------\n"))
    return false;
  ++depth_;
  bool ok;
  if (truncated) {
    int64_t more = count - kMaximumGroupWidth;
    ok = Margin() &&
         Put("and " + std::to_string(more) + " more exception" + (more > 1 ? "s\n" : "\n"));
  } else {
    ok = Exception(exception);
  }
  if (ok && last && need_close_) {
    ok = Indent() && Put("+------------------------------------\n");
    need_close_ = false;
  }
  --depth_;
  return ok;
}

bool Printer::Group(Value exception) {
  if (depth_ > kMaximumGroupDepth)
    return Margin() && Put("... (max_group_depth is " + std::to_string(kMaximumGroupDepth) + ")\n");
  if (depth_ == 0) depth_ = 1;
  if (!One(exception)) return false;
  Value members = exception.As<ExceptionGroup>()->exceptions;
  int64_t count = members && IsTuple(members) ? TupleSize(members) : 0;
  need_close_ = false;
  for (int64_t i = 0; i < count && i <= kMaximumGroupWidth; ++i) {
    if (!Member(TupleAt(members, i), i, count)) return false;
  }
  if (depth_ == 1) depth_ = 0;
  return true;
}

bool Printer::Chained(Value exception, const char* text) {
  bool close = need_close_;
  need_close_ = false;
  if (!Exception(exception)) return false;
  need_close_ = close;
  return Margin() && Put("\n") && Margin() && Put(text) && Margin() && Put("\n");
}

bool Printer::Exception(Value exception) {
  if (!CheckNativeStack()) {
    ClearPending();
    return true;
  }
  auto* base = exception.As<BaseException>();
  auto is_new = [this](Value v) {
    for (uint64_t bits : seen_) {
      if (bits == v.bits) return false;
    }
    return true;
  };
  seen_.push_back(exception.bits);
  bool has_cause = base->cause && !base->cause.IsNone();
  if (has_cause) {
    if (is_new(base->cause) &&
        !Chained(base->cause, "The above exception was the direct cause of the following exception:\n"))
      return false;
  } else if (base->context && !base->context.IsNone() && !base->suppress_context &&
             is_new(base->context)) {
    if (!Chained(base->context, "During handling of the above exception, another exception occurred:\n"))
      return false;
  }
  return IsGroup(exception) ? Group(exception) : One(exception);
}

bool WriteTo(Value file, Value text) {
  Handle result = TRY(CallMethod(file, names.write, {text}));
  return true;
}

void Flush(Value file) {
  Handle result = CallMethod(file, names.flush);
  ClearPending();
}

Owned FormatToStr(Value exception) {
  StrBuilder out;
  if (!FormatException(exception, &out)) return {};
  return out.Finish();
}

void WriteToDescriptor(int descriptor, Value text) {
  Handle owner;
  Fallible<std::string_view> view = StrAsUtf8(text, &owner);
  if (!view.ok) return ClearPending();
  for (size_t done = 0; done < view.value.size();) {
    ssize_t count = write(descriptor, view.value.data() + done, view.value.size() - done);
    if (count <= 0) return;
    done += static_cast<size_t>(count);
  }
}

void DisplayToDescriptor(int descriptor, Value exception) {
  Handle text = FormatToStr(exception);
  if (text.IsEmpty()) return ClearPending();
  WriteToDescriptor(descriptor, text);
}

Value Sys(const char* name) {
  Value dict = CurrentInterpreter()->sys_dict;
  return dict ? DictGetAscii(dict, name) : Value::Empty();
}

Value OrNone(Value v) { return v ? v : Value::None(); }

}  // namespace

bool FormatException(Value exception, StrBuilder* out) { return Printer(out).Exception(exception); }

bool DisplayException(Value file, Value exception) {
  Handle text = TRY(FormatToStr(exception));
  TRY_VOID(WriteTo(file, text));
  Flush(file);
  return true;
}

void DisplayPending() {
  Handle exception = TakePending();
  if (exception.IsEmpty()) return;
  Value traceback = OrNone(exception.As<BaseException>()->traceback);
  Value type = Value::Pointer(TypeOf(exception));
  Value sys = CurrentInterpreter()->sys_dict;
  if (!sys) return DisplayToDescriptor(2, exception);
  if (!DictSetAscii(sys, "last_type", type) || !DictSetAscii(sys, "last_value", exception) ||
      !DictSetAscii(sys, "last_traceback", traceback))
    ClearPending();
  Value hook = Sys("excepthook");
  if (!hook) {
    constexpr char kLost[] = "sys.excepthook is missing\n";
    if (write(2, kLost, sizeof(kLost) - 1) < 0) return;
    return DisplayToDescriptor(2, exception);
  }
  Handle keep = Retain(hook);
  Handle done = Call(keep, {type, exception, traceback});
  if (!done.IsEmpty()) return;
  Handle second = TakePending();
  if (IsInstanceOf(second, SystemExitType)) {
    RestorePending(second.Release());
    int status = HandleSystemExit();
    _exit(status);
  }
  Value file = Sys("stderr");
  Handle stream = file && !file.IsNone() ? Retain(file) : Owned();
  Handle first_line = StrFromUtf8("Error in sys.excepthook:\n");
  Handle second_line = StrFromUtf8("\nOriginal exception was:\n");
  if (stream.IsEmpty() || !WriteTo(stream, first_line) || !DisplayException(stream, second) ||
      !WriteTo(stream, second_line) || !DisplayException(stream, exception))
    ClearPending();
}

void DisplayPendingToDescriptor(int descriptor) {
  Handle exception = TakePending();
  if (!exception.IsEmpty()) DisplayToDescriptor(descriptor, exception);
}

int HandleSystemExit() {
  Handle exception = TakePending();
  Value code = exception.As<SystemExit>()->code;
  if (!code || code.IsNone()) return 0;
  int64_t status;
  if (IsAnyInt(code)) return IntFitsInt64(code, &status) ? static_cast<int>(status & 0xFF) : 255;
  Value file = Sys("stderr");
  Handle text = ToStr(code);
  Handle newline = StrFromUtf8("\n");
  if (text.IsEmpty()) {
    ClearPending();
  } else if (file && !file.IsNone()) {
    Handle stream = Retain(file);
    if (!WriteTo(stream, text) || !WriteTo(stream, newline)) ClearPending();
    Flush(stream);
  } else {
    WriteToDescriptor(2, text);
    WriteToDescriptor(2, newline);
  }
  return 1;
}

}  // namespace polygil

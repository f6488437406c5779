#include "runtime/library/library.h"

#include <sys/stat.h>
#include <utime.h>

#include <cstdio>

#include "gtest/gtest.h"
#include "pvm/bytecode/code_image.h"
#include "runtime/library/data.h"

namespace polygil {
namespace {

const LibraryHeader& Header() { return *reinterpret_cast<const LibraryHeader*>(polygil_library); }

TEST(Library, EveryEntryIsFoundAndWhole) {
  ASSERT_EQ(Header().format, kLibraryFormat);
  ASSERT_GT(Header().count, 400u);
  const auto* entries = reinterpret_cast<const LibraryEntry*>(&Header() + 1);
  for (uint32_t i = 0; i < Header().count; ++i) {
    std::string_view name = LibraryName(polygil_library, entries[i]);
    EXPECT_EQ(LibraryFind(polygil_library, name), &entries[i]) << name;
    EXPECT_TRUE(IsCodeImage(LibraryImage(polygil_library, entries[i]))) << name;
    EXPECT_EQ(entries[i].image % 8, 0u) << name;
  }
}

TEST(Library, UnknownNamesAreNotFound) {
  for (const char* name : {"", "a", "os", "zzz.py", "json"})
    EXPECT_EQ(LibraryFind(polygil_library, name), nullptr) << name;
}

TEST(Library, FrozenModulesHaveEntries) {
  for (const FrozenModule* module = kFrozenModules; module->name != nullptr; ++module)
    EXPECT_NE(LibraryFind(polygil_library, module->entry), nullptr) << module->name;
  EXPECT_EQ(FrozenFind("json"), nullptr);
}

TEST(Library, EntryIsCurrentWhileTheContentIsTheSame) {
  std::string path = testing::TempDir() + "/source.py", text = "x = 1\n";
  auto write = [&](const std::string& bytes) {
    FILE* file = fopen(path.c_str(), "wb");
    fwrite(bytes.data(), 1, bytes.size(), file);
    fclose(file);
  };
  write(text);
  utimbuf then = {1000, 1000};
  ASSERT_EQ(utime(path.c_str(), &then), 0);
  LibraryEntry entry{};
  entry.source_size = text.size();
  entry.source_time = 1000;
  entry.source_checksum = ImageChecksum(text.data(), text.size());
  EXPECT_TRUE(LibraryIsCurrent(entry, path));
  utimbuf later = {2000, 2000};
  ASSERT_EQ(utime(path.c_str(), &later), 0);
  EXPECT_TRUE(LibraryIsCurrent(entry, path)) << "only the time differs";
  write("x = 2\n");
  EXPECT_FALSE(LibraryIsCurrent(entry, path)) << "the content differs";
  write("x = 10\n");
  EXPECT_FALSE(LibraryIsCurrent(entry, path)) << "the size differs";
  EXPECT_FALSE(LibraryIsCurrent(entry, path + ".missing"));
}

}  // namespace
}  // namespace polygil

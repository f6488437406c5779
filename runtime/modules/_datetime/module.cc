// _datetime: the types of datetime.

#include "runtime/modules/_datetime/objects.h"

namespace polygil {
namespace {

bool Execute(Value module) {
  TRY_VOID(InitDeltaType() && InitTzTypes() && InitDateType() && InitTimeType() &&
           InitDateTimeType());
  TRY_VOID(AddDeltaConstants() && AddTimeZoneConstants() && AddDateConstants() &&
           AddTimeConstants() && AddDateTimeConstants());
  for (Type* type : {&DateType, &DateTimeType, &TimeType, &DeltaType, &TzInfoType, &TimeZoneType})
    TRY_VOID(ModuleAddType(module, type));
  return ModuleAddInt(module, "MINYEAR", kMinYear) && ModuleAddInt(module, "MAXYEAR", kMaxYear) &&
         ModuleAdd(module, "UTC", Retain(UtcZone()));
}

}  // namespace

extern const ModuleDefinition DatetimeModule;
const ModuleDefinition DatetimeModule = {"_datetime", "Fast implementation of the datetime type.",
                                         nullptr, Execute};

}  // namespace polygil

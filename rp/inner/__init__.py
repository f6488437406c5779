from ..b import v as w
